package io.drover.testkit.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Twelve seconds in the life of four hosts: a mail server whose problem goes away before anybody is told, a disk that
 * fills up and is cleaned, a switch port that flaps until it settles, and a web site that is slow for a while.
 */
final class DemoScenario {
    private static final Checked MAIL = Checked.service("mail-1", "smtp", 4);
    private static final Checked DISK = Checked.service("db-1", "disk", 3);
    private static final Checked PORT = Checked.service("sw-1", "port-7", 1);
    private static final Checked WEB = Checked.service("web-1", "latency", 2);

    private final List<Script.Step> steps = new ArrayList<>();

    private DemoScenario() {}

    static Script script() {
        DemoScenario scenario = new DemoScenario();
        scenario.mail();
        scenario.disk();
        scenario.switchPort();
        scenario.web();
        return new Script(scenario.steps);
    }

    /** {@return whether alerts about this host are spooled; the others' go to the webhook} */
    static boolean isSpooled(String host) {
        return host.equals(MAIL.host()) || host.equals(PORT.host());
    }

    private void mail() {
        at(0, MAIL, State.OK, "SMTP OK - 0.012 s response time");
        at(1500, MAIL, State.CRITICAL, "CRITICAL - Socket timeout after 10 seconds");
        at(2300, MAIL, State.CRITICAL, "CRITICAL - Socket timeout after 10 seconds");
        at(3100, MAIL, State.OK, "SMTP OK - 0.020 s response time");
        at(6000, MAIL, State.OK, "SMTP OK - 0.011 s response time");
    }

    private void disk() {
        at(200, DISK, State.OK, "DISK OK - free space: /var 21340 MB (41%)");
        at(2000, DISK, State.CRITICAL, "DISK CRITICAL - free space: /var 812 MB (2%)");
        at(2800, DISK, State.CRITICAL, "DISK CRITICAL - free space: /var 640 MB (1%)");
        at(3600, DISK, State.CRITICAL, "DISK CRITICAL - free space: /var 431 MB (1%)");
        at(6500, DISK, State.CRITICAL, "DISK CRITICAL - free space: /var 402 MB (1%)");
        at(9500, DISK, State.OK, "DISK OK - free space: /var 33012 MB (64%)");
    }

    private void switchPort() {
        int flips = 6;
        // flapping ends once no more than one of the flips is among the last 21 checks
        int checks = flips + 22;
        for (int i = 1; i <= checks; i++) {
            boolean down = i <= flips && i % 2 == 1;
            at(
                    400L * i,
                    PORT,
                    down ? State.CRITICAL : State.OK,
                    down ? "CRITICAL - interface 7 is down" : "OK - interface 7 is up, 1000 Mbit/s");
        }
    }

    private void web() {
        at(300, WEB, State.OK, "HTTP OK - 0.180 s response time");
        at(4300, WEB, State.WARNING, "HTTP WARNING - 2.410 s response time");
        at(5000, WEB, State.WARNING, "HTTP WARNING - 2.875 s response time");
        at(7500, WEB, State.WARNING, "HTTP WARNING - 2.202 s response time");
        at(10500, WEB, State.OK, "HTTP OK - 0.210 s response time");
        at(12000, WEB, State.OK, "HTTP OK - 0.190 s response time");
    }

    private void at(long millis, Checked checked, State state, String output) {
        steps.add(new Script.Step(Duration.ofMillis(millis), checked, state, output));
    }
}

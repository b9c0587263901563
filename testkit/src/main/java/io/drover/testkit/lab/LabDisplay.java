package io.drover.testkit.lab;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Shows on a terminal what happens in the lab, a line each, with the seconds since it began. */
final class LabDisplay implements MonitoringListener {
    private static final String RESET = "\u001b[0m";
    private static final String DIM = "\u001b[2m";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String MAGENTA = "\u001b[35m";
    private static final String CYAN = "\u001b[36m";

    private final Clock clock;
    private final Instant start;
    private final PrintStream out;
    private final boolean coloured;

    LabDisplay(Clock clock, PrintStream out, boolean coloured) {
        this.clock = clock;
        this.start = clock.instant();
        this.out = out;
        this.coloured = coloured;
    }

    /** A check is shown only while a problem is soft, or just went away unnoticed: all else is told by alerts. */
    @Override
    public void checked(ServiceState now, CheckResult result) {
        if (now.type() == StateType.SOFT) {
            String what = now.state().isProblem()
                    ? now.attempt() + "/" + now.checked().maxAttempts() + ", nobody is told yet"
                    : "recovered before anybody was told";
            line(DIM, "check", now.checked().title() + " " + now.state() + " SOFT (" + what + ")");
        }
    }

    @Override
    public void delivered(Alert alert, String channel) {
        String flapping = alert.flapping() ? " FLAPPING" : "";
        line(
                colour(alert),
                "alert",
                title(alert) + " " + alert.lastState() + " -> " + alert.state() + " " + alert.stateType() + flapping
                        + " (by " + channel + "): " + alert.output());
    }

    @Override
    public void undelivered(Alert alert, String channel, String reason, boolean again) {
        line(
                MAGENTA,
                "alert",
                title(alert) + " not delivered by " + channel + ", " + (again ? "trying again" : "given up") + ": "
                        + reason);
    }

    void said(Message message) {
        String channel = message.channel() == null ? "" : " " + message.channel();
        String username = message.username() == null ? "" : " " + message.username() + ":";
        line(BOLD + CYAN, "chat", (channel + username + " " + message.text()).strip());
    }

    void note(String text) {
        line(DIM, "lab", text);
    }

    private synchronized void line(String colour, String kind, String text) {
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
        String line = String.format(Locale.ROOT, "%6.1fs  %-5s  %s", seconds, kind, text);
        out.println(coloured ? colour + line + RESET : line);
        out.flush();
    }

    private static String title(Alert alert) {
        return alert.service() == null ? alert.host() : alert.host() + "/" + alert.service();
    }

    private static String colour(Alert alert) {
        return switch (alert.state()) {
            case OK, UP -> GREEN;
            case WARNING -> YELLOW;
            case CRITICAL, DOWN -> RED;
            case UNKNOWN -> MAGENTA;
        };
    }
}

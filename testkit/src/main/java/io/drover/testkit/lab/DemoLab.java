package io.drover.testkit.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * The lab of the demonstration: a monitoring server that plays {@link DemoScenario} towards a webhook and a spool
 * folder, and a chat server that shows what comes back. Ends when its input does, with {@code --once} after the
 * scenario, or by SIGTERM.
 */
public final class DemoLab {
    private static final Duration LAST_DELIVERIES = Duration.ofSeconds(40);

    private final DemoOptions options;
    private final Clock clock;
    private final Script script;
    private final LabDisplay display;

    DemoLab(DemoOptions options, Clock clock, Script script, LabDisplay display) {
        this.options = options;
        this.clock = clock;
        this.script = script;
        this.display = display;
    }

    /** See {@link DemoOptions#USAGE}. Exit codes: 0 done, 1 the surroundings failed, 2 wrong arguments. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        InputStream in = new FileInputStream(FileDescriptor.in);
        System.exit(run(List.of(arguments), in, out, err));
    }

    static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err)
            throws InterruptedException {
        DemoOptions options;
        try {
            options = DemoOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(DemoOptions.USAGE);
            return 2;
        }
        Clock clock = Clock.systemUTC();
        LabDisplay display = new LabDisplay(clock, out, coloured(options.colour()));
        try {
            new DemoLab(options, clock, DemoScenario.script(), display).run(in);
            return 0;
        } catch (IOException | CompletionException e) {
            err.println("the lab stopped: " + e.getMessage());
            return 1;
        }
    }

    /** Plays the script, then waits for the end of the input unless asked to end at once. */
    void run(InputStream in) throws IOException, InterruptedException {
        AlertChannel webhook = new WebhookChannel(options.webhook(), this::headers);
        AlertChannel spool = new SpoolChannel(options.spool());
        try (ChatServer chat = ChatServer.start(clock, options.chatPort(), Set.of(options.chatToken()), display::said);
                MonitoringServer monitoring = new MonitoringServer(
                        clock, alert -> DemoScenario.isSpooled(alert.host()) ? spool : webhook, display)) {
            writeInfo(chat);
            display.note("chat listens at " + chat.hook(options.chatToken()));
            monitoring.play(script).join();
            boolean delivered = monitoring.awaitDelivered(LAST_DELIVERIES);
            display.note(delivered ? "the scenario is over" : "the scenario is over; some alerts are undelivered");
            if (!options.once()) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    private Map<String, String> headers() throws IOException {
        Path file = options.tokenFile();
        return file == null
                ? Map.of()
                : Map.of(options.tokenHeader(), Files.readString(file).strip());
    }

    private void writeInfo(ChatServer chat) throws IOException {
        Path info = options.info();
        if (info == null) {
            return;
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("chat_url", chat.hook(options.chatToken()).toString());
        content.put("chat_port", chat.port());
        content.put("webhook", options.webhook().toString());
        content.put("spool", options.spool().toString());
        content.put("pids", List.of(ProcessHandle.current().pid()));
        Path target = info.toAbsolutePath();
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        Files.write(unfinished, new ObjectMapper().writeValueAsBytes(content));
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean coloured(DemoOptions.Colour wish) {
        return switch (wish) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> System.getenv("NO_COLOR") == null && outputIsATerminal();
        };
    }

    // System.console() does not tell: from Java 22 on there is one even where the output goes to a file
    private static boolean outputIsATerminal() {
        try {
            String output = Path.of("/proc/self/fd/1").toRealPath().toString();
            return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty");
        } catch (IOException e) {
            // the output is a pipe, or this system does not tell
            return false;
        }
    }
}

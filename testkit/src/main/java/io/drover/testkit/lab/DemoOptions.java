package io.drover.testkit.lab;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the lab was asked to run. */
record DemoOptions(
        URI webhook,
        @Nullable Path tokenFile,
        String tokenHeader,
        Path spool,
        int chatPort,
        String chatToken,
        @Nullable Path info,
        Colour colour,
        boolean once) {

    static final String USAGE = """
            usage: DemoLab --webhook URL --spool DIR [options]
              --webhook URL        where half of the alerts are posted as JSON
              --spool DIR          the folder where the other half is dropped as JSON files
              --token-file FILE    its content is sent along with each post; read anew each time
              --token-header NAME  the header that carries it (X-Auth-Token)
              --chat-port PORT     where the chat server listens; 0 for any free port (0)
              --chat-token TOKEN   messages are posted to /hooks/TOKEN (demo)
              --info FILE          where the chat server's URL and the process id are written as JSON
              --color WHEN         auto, always or never (auto)
              --once               end after the scenario instead of waiting for the end of the input
            """;

    private static final Set<String> WITH_VALUE = Set.of(
            "--webhook",
            "--spool",
            "--token-file",
            "--token-header",
            "--chat-port",
            "--chat-token",
            "--info",
            "--color");

    /** Whether to colour the output. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** {@return what was asked for} All mistakes at once are in the exception's message, a line each. */
    static DemoOptions parse(List<String> arguments) {
        List<String> mistakes = new ArrayList<>();
        Map<String, String> given = new HashMap<>();
        boolean once = false;
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--once")) {
                once = true;
            } else if (!WITH_VALUE.contains(option)) {
                mistakes.add("unknown option '" + option + "'");
            } else if (i + 1 == arguments.size()) {
                mistakes.add("option " + option + " lacks its value");
            } else {
                i++;
                given.put(option, arguments.get(i));
            }
        }
        for (String required : List.of("--webhook", "--spool")) {
            if (!given.containsKey(required)) {
                mistakes.add("option " + required + " is missing");
            }
        }
        URI webhook = url(given.getOrDefault("--webhook", "http://localhost"), mistakes);
        int port = port(given.getOrDefault("--chat-port", "0"), mistakes);
        Colour colour = colour(given.getOrDefault("--color", "auto"), mistakes);
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", mistakes));
        }
        return new DemoOptions(
                webhook,
                path(given.get("--token-file")),
                given.getOrDefault("--token-header", "X-Auth-Token"),
                Path.of(given.getOrDefault("--spool", "")),
                port,
                given.getOrDefault("--chat-token", "demo"),
                path(given.get("--info")),
                colour,
                once);
    }

    private static URI url(String text, List<String> mistakes) {
        try {
            URI url = URI.create(text);
            if ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // told below, together with addresses of another kind
            mistakes.add("--webhook '" + text + "' is no URL: " + e.getMessage());
            return URI.create("http://localhost");
        }
        mistakes.add("--webhook '" + text + "' is no http or https URL");
        return URI.create("http://localhost");
    }

    private static int port(String text, List<String> mistakes) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
            mistakes.add("--chat-port '" + text + "' is no port from 0 to 65535");
            return 0;
        }
        return Integer.parseInt(text);
    }

    private static Colour colour(String text, List<String> mistakes) {
        for (Colour colour : Colour.values()) {
            if (colour.name().equalsIgnoreCase(text)) {
                return colour;
            }
        }
        mistakes.add("--color '" + text + "' is none of auto, always, never");
        return Colour.AUTO;
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }
}

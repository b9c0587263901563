package io.drover.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What one call of the command gave. */
record Outcome(int exitCode, String out, String err) {

    static Outcome of(RecordedApi api, String... args) {
        return of(Map.of("DROVER_URL", api.url()), "", args);
    }

    /** @param env further variables; the terminal is 100 columns wide unless they say otherwise */
    static Outcome of(Map<String, String> env, String in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> all = new HashMap<>(Map.of("COLUMNS", "100"));
        all.putAll(env);
        int exitCode = Drover.run(
                args,
                all,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}

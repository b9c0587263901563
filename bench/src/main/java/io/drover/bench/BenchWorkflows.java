package io.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The pack whose workflows are measured. */
final class BenchWorkflows {
    /** Its name. */
    static final String PACK = "bench_workflows";

    /** Ten times {@code core.noop}, one after the other. */
    static final String SEQUENCE = PACK + ".sequence";

    /** Ten times {@code core.noop} at once, and one more when all have ended. */
    static final String PARALLEL = PACK + ".parallel";

    /** {@link #LENGTH} times {@code core.noop}, one after the other. */
    static final String LONG = PACK + ".long";

    /** How many tasks {@link #LONG} has. */
    static final int LENGTH = 100;

    /** {@code core.noop} for each of {@code count} items, 50 at once. */
    static final String ITEMS = PACK + ".items";

    /** One task whose result has {@code bytes} characters, and {@link #READERS} at once that each read it. */
    static final String LARGE = PACK + ".large";

    /** How many tasks read the result in {@link #LARGE}. */
    static final int READERS = 20;

    private BenchWorkflows() {}

    /** Writes the pack into a folder of packs. */
    static void write(Path packs) throws IOException {
        Path actions = Files.createDirectories(packs.resolve(PACK).resolve("actions"));
        Files.createDirectories(actions.resolve("workflows"));
        Files.writeString(packs.resolve(PACK).resolve("pack.yaml"), String.format(Locale.ROOT, """
                ref: %s
                name: %s
                description: Workflows whose time is taken.
                version: 1.0.0
                author: Drover
                email: bench@example.org
                """, PACK, PACK));
        workflow(actions, SEQUENCE, "{}", sequence(10));
        workflow(actions, PARALLEL, "{}", parallel(10));
        workflow(actions, LONG, "{}", sequence(LENGTH));
        workflow(actions, ITEMS, "{count: {type: integer, required: true}}", """
                version: 1.0
                input: [count]
                tasks:
                  each:
                    with: {items: "<% range(ctx(count)) %>", concurrency: 50}
                    action: core.noop
                """);
        workflow(actions, LARGE, "{url: {type: string, required: true}}", large());
    }

    private static void workflow(Path actions, String reference, String parameters, String text) throws IOException {
        String name = reference.substring(PACK.length() + 1);
        Files.writeString(
                actions.resolve(name + ".yaml"), String.format(Locale.ROOT, """
                name: %s
                pack: %s
                description: A workflow whose time is taken.
                runner_type: orquesta
                entry_point: workflows/%s.yaml
                enabled: true
                parameters: %s
                """, name, PACK, name, parameters));
        Files.writeString(actions.resolve("workflows").resolve(name + ".yaml"), text);
    }

    private static String sequence(int tasks) {
        return begun(IntStream.range(0, tasks)
                .mapToObj(i -> i + 1 == tasks ? noop(i, "") : noop(i, ", next: [{do: t" + (i + 1) + "}]"))
                .collect(Collectors.joining()));
    }

    private static String parallel(int tasks) {
        return begun(IntStream.range(0, tasks)
                        .mapToObj(i -> noop(i, ", next: [{do: last}]"))
                        .collect(Collectors.joining())
                + "  last: {join: all, action: core.noop}\n");
    }

    private static String begun(String tasks) {
        return """
                version: 1.0
                tasks:
                """ + tasks;
    }

    private static String noop(int number, String next) {
        return "  t" + number + ": {action: core.noop" + next + "}\n";
    }

    private static String large() {
        String readers = IntStream.range(0, READERS).mapToObj(i -> "r" + i).collect(Collectors.joining(", "));
        return """
                version: 1.0
                input: [url]
                tasks:
                  fetch:
                    action: core.http
                    input: {url: <% ctx(url) %>}
                    next:
                      - {publish: [{text: <% result().body %>}], do: [READERS]}
                """.replace("READERS", readers)
                + IntStream.range(0, READERS)
                        .mapToObj(i ->
                                "  r" + i + ": {action: core.echo, input: {message: \"<% ctx(text).len() %> read\"}}\n")
                        .collect(Collectors.joining());
    }
}

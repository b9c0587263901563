package io.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The packs whose rules are put under load. */
final class BenchPacks {
    /** What {@link Bench#event} is posted to where one rule is to match. */
    static final String MATCH = "/v1/webhooks/bench/match";

    /** The same where none is. */
    static final String NONE = "/v1/webhooks/bench/none";

    /** How many rules {@link #many} has. */
    static final int MANY = 1000;

    private BenchPacks() {}

    /** Writes the pack {@code bench}: one rule that matches and asks for {@code core.noop}, one that does not. */
    static void few(Path packs) throws IOException {
        Path rules = pack(packs, "bench");
        rule(rules, "bench", "match", "bench/match", "match");
        rule(rules, "bench", "none", "bench/none", "never");
    }

    /** Writes the pack {@code bench_many}: rules on the same webhook as the one that matches, of which none does. */
    static void many(Path packs) throws IOException {
        Path rules = pack(packs, "bench_many");
        for (int i = 1; i <= MANY; i++) {
            rule(rules, "bench_many", "kind_" + i, "bench/match", "kind_" + i);
        }
    }

    private static Path pack(Path packs, String name) throws IOException {
        Path rules = Files.createDirectories(packs.resolve(name).resolve("rules"));
        Files.writeString(packs.resolve(name).resolve("pack.yaml"), String.format(Locale.ROOT, """
                ref: %s
                name: %s
                description: Rules to be put under load.
                version: 1.0.0
                author: Drover
                email: bench@example.org
                """, name, name));
        return rules;
    }

    private static void rule(Path rules, String pack, String name, String url, String kind) throws IOException {
        Files.writeString(rules.resolve(name + ".yaml"), String.format(Locale.ROOT, """
                name: %s
                pack: %s
                description: Takes events of one kind.
                enabled: true
                trigger:
                  type: core.st2.webhook
                  parameters:
                    url: %s
                criteria:
                  trigger.body.kind:
                    type: equals
                    pattern: %s
                action:
                  ref: core.noop
                  parameters: {}
                """, name, pack, url, kind));
    }
}

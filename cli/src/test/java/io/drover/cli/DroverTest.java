package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DroverTest {
    private static Outcome drover(String... args) {
        return Outcome.of(Map.of(), "", args);
    }

    @Test
    void tellsItsVersion() {
        Outcome outcome = drover("--version");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("drover 0.")
                .contains(", on Java 1")
                .doesNotContain("$");
    }

    @Test
    void explainsItself() {
        Outcome outcome = drover("--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("Usage: drover")
                .contains("  run ")
                .contains("Invoke an action and wait for its result.")
                .contains("trigger-instance, event")
                .contains("--api-key");
    }

    @Test
    void explainsACommand() {
        Outcome outcome = drover("rule", "list", "--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("Usage: drover rule list")
                .contains("-c, --action")
                .contains("-n")
                .contains("List rules.");
        assertThat(drover("run", "-h").out()).contains("Usage: drover run").contains("--trace-tag");
        assertThat(drover("rule", "-h").out()).contains("Usage: drover rule").contains("enable");
    }

    @Test
    void endsWithTwoAndExplainsItselfWithoutACommand() {
        assertThat(drover().exitCode()).isEqualTo(2);
        assertThat(drover().err()).contains("Usage: drover");
        assertThat(drover("rule").exitCode()).isEqualTo(2);
        assertThat(drover("rule").err()).contains("Usage: drover rule").contains("enable");
    }

    @Test
    void namesTheNearestCommandForAnUnknownOne() {
        assertThat(drover("rul", "list"))
                .isEqualTo(new Outcome(
                        2, "", "ERROR: Unknown command \"rul\". Did you mean \"rule\"? See \"drover --help\".\n"));
        assertThat(drover("rule", "lst"))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "ERROR: Unknown command \"lst\" of \"drover rule\". Did you mean \"list\"? See \"drover rule --help\".\n"));
        assertThat(drover("frobnicate").err())
                .isEqualTo("ERROR: Unknown command \"frobnicate\". See \"drover --help\".\n");
    }

    @Test
    void namesTheNearestOptionForAnUnknownOne() {
        assertThat(drover("execution", "list", "--staus=failed").err())
                .isEqualTo("ERROR: Unknown option \"--staus\" of \"drover execution list\". Did you mean \"--status\"?"
                        + " See \"drover execution list --help\".\n");
    }

    @Test
    void saysWhichArgumentIsMissing() {
        Outcome outcome = drover("rule", "get");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("ERROR: \"drover rule get\" lacks REF. See \"drover rule get --help\".\n");
    }

    @Test
    void saysWhatAnOptionTakes() {
        assertThat(drover("rule", "list", "--limit", "many").err())
                .isEqualTo("ERROR: --limit takes a whole number, but \"many\" was given.\n");
        assertThat(drover("rule", "list", "-o", "xml").err())
                .isEqualTo("ERROR: --output takes table, json or yaml, but \"xml\" was given.\n");
        assertThat(drover("rule", "list", "--url").err()).contains("--url");
        assertThat(drover("rule", "list", "--url", "not an address").exitCode()).isEqualTo(2);
    }

    @Test
    void saysWhatToDoWhereNoDaemonListens() {
        Outcome outcome = drover("action", "list", "--url", "http://127.0.0.1:1");

        assertThat(outcome.exitCode()).isEqualTo(5);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .isEqualTo("ERROR: GET http://127.0.0.1:1/v1/actions?include_attributes=ref%2Cpack%2Cdescription found"
                        + " nothing that listens there. Start the daemon with bin/droverd, or say where it is with"
                        + " --url or DROVER_URL.\n");
    }

    @Test
    void printsACompletionScriptWithEveryCommand() {
        Outcome outcome = drover("completion");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("re-emit")
                .contains("dead-letter");
    }

    @Test
    void endsQuietlyWhereItsReaderHasGone() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exitCode = Drover.run(
                new String[] {"--help"},
                Map.of(),
                InputStream.nullInputStream(),
                new PrintStream(closed, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(exitCode).isZero();
        assertThat(err.size()).isZero();
    }
}

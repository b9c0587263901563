package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    private static final String BOOK = """
            - name: Disk alarms
              hosts: all
              sources: [{range: {limit: 5}}]
              rules:
                - name: full
                  condition: event.used > vars.most
                  action: {none: }
                - name: old
                  condition: fact.os == 'old'
                  action: {none: }
            """;

    @TempDir
    Path folder = Path.of("");

    private static Outcome rulebook(String in, String... args) {
        List<String> all = new ArrayList<>(List.of("import", "rulebook", "-"));
        all.addAll(List.of(args));
        return Outcome.of(Map.of("DROVER_URL", "http://127.0.0.1:1"), in, all.toArray(String[]::new));
    }

    private String variables() throws IOException {
        return Files.writeString(folder.resolve("vars.yaml"), "most: 90\n").toString();
    }

    @Test
    void printsTheFilesAndTellsWhatCouldNotBeTranslated() throws IOException {
        Outcome outcome = rulebook(BOOK, "--vars", variables());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out()).isEqualTo("""
                ---
                # triggers/disk_alarms.yaml
                # From -.
                name: disk_alarms
                description: Events of the ruleset 'Disk alarms'.
                ---
                # rules/disk_alarms_full.yaml
                # From the rule 'full' of -, line 5.
                name: disk_alarms_full
                description: full
                enabled: true
                trigger: default.disk_alarms
                where: trigger.used > 90
                action:
                  ref: core.noop
                """);
        assertThat(outcome.err())
                .contains("-:3: note: the source 'range' has to emit the trigger default.disk_alarms")
                .contains("-:9: could not: rule 'old': 'fact.os' is a long-lived fact.");
    }

    @Test
    void writesIntoAPackThatThenReadsWithoutAProblem() throws IOException {
        Path pack = Files.createDirectories(folder.resolve("disks"));
        Files.writeString(
                pack.resolve("pack.yaml"), "ref: disks\nname: disks\ndescription: d\nversion: 1.0.0\nauthor: Ann\n");

        Outcome outcome = rulebook(BOOK, "--vars", variables(), "--into", pack.toString());
        Outcome check = Outcome.of(Map.of("DROVER_URL", "http://127.0.0.1:1"), "", "rule", "check", pack.toString());

        assertThat(outcome.out()).isEqualTo("triggers/disk_alarms.yaml\nrules/disk_alarms_full.yaml\n");
        assertThat(pack.resolve("rules/disk_alarms_full.yaml")).content().contains("trigger: disks.disk_alarms");
        assertThat(check.exitCode()).as(check.out()).isEqualTo(ExitCode.OK);
    }

    @Test
    void writesOverNoFile() throws IOException {
        Path pack = folder.resolve("disks");
        Files.createDirectories(pack.resolve("rules"));
        Files.writeString(pack.resolve("rules/disk_alarms_full.yaml"), "mine");

        Outcome outcome = rulebook(BOOK, "--vars", variables(), "--into", pack.toString(), "--pack", "other");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("rules/disk_alarms_full.yaml\", but there is such a file.");
        assertThat(pack.resolve("rules/disk_alarms_full.yaml")).hasContent("mine");
        assertThat(pack.resolve("triggers")).doesNotExist();
    }

    @Test
    void givesScriptsTheFilesAndRemarks() {
        Outcome outcome = rulebook(BOOK, "--pack", "disks", "-j");

        assertThat(outcome.out())
                .contains("\"lost\": true")
                .contains("\"triggers/disk_alarms.yaml\": ")
                .contains("'vars.most' is known only when a rulebook starts");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void refusesWhatIsNoRulebook() {
        Outcome outcome = rulebook("name: x\n");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("-:1:1: Expected a rulebook to be a list of rulesets, but found a mapping.");
    }
}

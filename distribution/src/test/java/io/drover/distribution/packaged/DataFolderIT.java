package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The commands of {@code droverd} on the data folder of a daemon that runs, or does not. */
class DataFolderIT {

    @Test
    void backsUpWhileItRunsAndRestoresElsewhere() throws Exception {
        try (PackagedDaemon daemon = told("backup");
                PackagedDaemon second = PackagedDaemon.fresh("restored")) {
            daemon.start();
            daemon.hook("told", "{}");
            daemon.succeededOf("told.say", 1);
            daemon.post("/v1/executions", "{\"action\": \"core.noop\", \"parameters\": {}}");
            Path backup = daemon.folder().resolve("backup");

            Outcome backedUp = daemon.droverd("backup", backup.toString());
            assertThat(backedUp.err()).isEmpty();
            assertThat(backedUp.code()).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                    .isEqualTo("rwx------");
            daemon.hook("told", "{}");
            daemon.succeededOf("told.say", 2);
            assertThat(daemon.droverd("backup", backup.toString()).err()).contains("new or empty");

            Outcome restored = second.droverd("restore", backup.toString());
            assertThat(restored.err()).isEmpty();
            assertThat(restored.code()).isZero();
            second.start();
            assertThat(second.succeededOf("told.say", 1)).hasSize(1);
            assertThat(second.token()).isEqualTo(daemon.token());
            second.hook("told", "{}");
            second.succeededOf("told.say", 2);
            assertThat(second.droverd("restore", backup.toString()).err()).contains("Expected an empty data folder");
        }
    }

    @Test
    void backsUpWhatIsAtRestAndRefusesADamagedBackup() throws IOException {
        try (PackagedDaemon daemon = told("backup-at-rest");
                PackagedDaemon second = PackagedDaemon.fresh("not-restored")) {
            daemon.start();
            assertThat(daemon.terminate()).isZero();
            Path backup = daemon.folder().resolve("backup");
            assertThat(daemon.droverd("backup", backup.toString()).code()).isZero();
            Files.writeString(backup.resolve("data/database-password"), "another");
            Files.writeString(backup.resolve("data/added"), "by somebody");

            Outcome refused = second.droverd("restore", backup.toString());

            assertThat(refused.code()).isNotZero();
            assertThat(refused.err())
                    .contains("data/added, data/database-password")
                    .contains("Nothing was restored");
            assertThat(second.data().resolve("drover.mv.db")).doesNotExist();
            assertThat(second.droverd(
                                    "restore",
                                    second.folder().resolve("nothing").toString())
                            .err())
                    .contains("manifest.json");
        }
    }

    @Test
    void exportsTheViewsRunningOrNot() throws IOException {
        try (PackagedDaemon daemon = told("export")) {
            daemon.start();
            daemon.hook("told", "{}");
            daemon.succeededOf("told.say", 1);

            assertThat(daemon.droverd(
                                    "export-db", daemon.folder().resolve("one").toString())
                            .out())
                    .contains("matches.csv: 1 rows");
            assertThat(daemon.terminate()).isZero();
            assertThat(daemon.droverd(
                                    "export-db", daemon.folder().resolve("two").toString())
                            .out())
                    .contains("matches.csv: 1 rows");

            assertThat(Files.readString(daemon.folder().resolve("one/matches.csv")))
                    .isEqualTo(Files.readString(daemon.folder().resolve("two/matches.csv")))
                    .contains("told.say");
        }
    }

    @Test
    void findsWhatAilsADaemonBeforeItStarts() throws IOException {
        try (PackagedDaemon daemon = told("doctor");
                ServerSocket taken = new ServerSocket(0)) {
            assertThat(daemon.droverd("doctor").out()).contains("All is well enough to run.");

            daemon.with("DROVER_HTTP_PORT", Integer.toString(taken.getLocalPort()));
            daemon.pack("broken").write("rules/bad.yaml", "name: bad\ntrigger: 1\n");
            Outcome outcome = daemon.droverd("doctor", "--json");

            Map<String, String> grades = grades(outcome);
            assertThat(outcome.code()).isOne();
            assertThat(grades).containsEntry("http.port", "failed").containsEntry("data-dir", "ok");
            assertThat(outcome.out()).contains("broken/rules/bad.yaml:2");
        }
    }

    @Test
    void looksAtADaemonThatRuns() {
        try (PackagedDaemon daemon = told("doctor-running")) {
            daemon.start();

            Outcome outcome = daemon.droverd("doctor", "--json");

            assertThat(outcome.out()).contains("daemon: ");
            assertThat(grades(outcome)).doesNotContainValue("failed");
            assertThat(outcome.code()).isZero();
        }
    }

    @Test
    void removesWhatIsOldByHandAndNotesIt() {
        try (PackagedDaemon daemon = told("purge")) {
            assertThat(daemon.droverd("purge", "--older-than", "1h", "--kind", "executions")
                            .err())
                    .contains("no daemon ever ran there");
            daemon.start();
            daemon.hook("told", "{}");
            daemon.succeededOf("told.say", 1);
            assertThat(daemon.droverd("purge", "--older-than", "1h", "--kind", "executions,enforcements")
                            .out())
                    .contains("executions: 0 removed", "enforcements: 0 removed");

            Outcome outcome = daemon.droverd("purge", "--older-than", "0s", "--kind", "executions,trigger-instances");

            assertThat(outcome.out()).contains("executions: 1 removed", "trigger-instances: 1 removed");
            assertThat(daemon.get("/v1/executions")).isEmpty();
            assertThat(daemon.get("/v1/triggerinstances")).isEmpty();
            Await.until(
                    "the purge stands in the audit file",
                    () -> Files.readString(daemon.auditFile())
                            .contains("\"what\":\"purged\",\"kind\":\"store\",\"subject\":\"executions\""));
            assertThat(daemon.droverd("purge", "--kind", "executions").err()).contains("It must be said");
            assertThat(daemon.droverd("purge", "--older-than", "1d", "--kind", "execution")
                            .err())
                    .contains("executions");
        }
    }

    @Test
    void removesWhatIsOldByItself() {
        try (PackagedDaemon daemon =
                told("retention").with("DROVER_RETENTION_EXECUTIONS", "1s").with("DROVER_RETENTION_CHECK", "200ms")) {
            daemon.start();
            daemon.hook("told", "{}");
            Await.until(
                    "the event has come",
                    () -> !daemon.get("/v1/triggerinstances").isEmpty());

            Await.until(
                    "its execution has gone", () -> daemon.get("/v1/executions").isEmpty());
            assertThat(daemon.get("/v1/triggerinstances")).hasSize(1);
        }
    }

    @Test
    void tellsWhichCommandsThereAre() {
        try (PackagedDaemon daemon = told("usage")) {
            assertThat(daemon.droverd("--help").out()).contains("backup TO", "migrate-db --to URL");
            assertThat(daemon.droverd("backup").err()).contains("droverd backup TO");
            assertThat(daemon.droverd("doctor", "--jsn").err()).contains("--json");
            assertThat(daemon.droverd("doctor", "--jsn").code()).isEqualTo(2);
        }
    }

    private static Map<String, String> grades(Outcome outcome) {
        JsonNode checks = PackagedDaemon.json(outcome.out()).path("checks");
        return StreamSupport.stream(checks.spliterator(), false)
                .collect(Collectors.toMap(
                        check -> check.path("check").asText(),
                        check -> check.path("grade").asText(),
                        (first, second) -> first.equals("failed") ? first : second));
    }

    private static PackagedDaemon told(String name) {
        PackagedDaemon daemon = PackagedDaemon.fresh(name);
        daemon.pack("told").webhookRule("say", "told", "echo said");
        return daemon;
    }
}

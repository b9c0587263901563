package io.drover.distribution.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.datastore.StackStormFormat;
import io.drover.model.execution.ExecutionStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    @TempDir
    Path home;

    @Test
    void hasADefaultForEveryKey() {
        Settings settings = SettingsReader.read(home, Map.of());

        assertThat(settings.httpHost()).isEqualTo("127.0.0.1");
        assertThat(settings.httpPort()).isEqualTo(9101);
        assertThat(settings.authPort()).isEqualTo(9100);
        assertThat(settings.streamPort()).isEqualTo(9102);
        assertThat(settings.dataDir()).isEqualTo(home.resolve("data"));
        assertThat(settings.packsDirs()).containsExactly(home.resolve("packs"));
        assertThat(settings.logDir()).isEqualTo(home.resolve("log"));
        assertThat(settings.databaseUrl()).isNull();
        assertThat(settings.auth().enabled()).isTrue();
        assertThat(settings.reportPort()).isNull();
        assertThat(settings.nodeName()).isNotEmpty();
    }

    @Test
    void sendsTracesWhereTheyAreAskedFor() {
        Settings settings = SettingsReader.read(
                home,
                Map.of(
                        "DROVER_TRACING_OTLP_ENDPOINT", "https://collector:4318/",
                        "DROVER_TRACING_OTLP_HEADERS", "authorization=Bearer a=b, x-tenant=ops",
                        "DROVER_TRACING_SAMPLE_RATIO", "0.25",
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://elsewhere:4318"));

        assertThat(settings.tracing())
                .isEqualTo(new Settings.Tracing(
                        URI.create("https://collector:4318/v1/traces"),
                        Map.of("authorization", "Bearer a=b", "x-tenant", "ops"),
                        0.25));
    }

    @Test
    void sendsTracesToTheCollectorOfOpenTelemetrysVariables() {
        assertThat(SettingsReader.read(home, Map.of()).tracing()).isNull();
        assertThat(SettingsReader.read(home, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"))
                        .tracing())
                .isEqualTo(new Settings.Tracing(URI.create("http://collector:4318/v1/traces"), Map.of(), 1));
        assertThat(SettingsReader.read(
                                home, Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4318/own/path"))
                        .tracing())
                .isEqualTo(new Settings.Tracing(URI.create("http://collector:4318/own/path"), Map.of(), 1));
    }

    @Test
    void tellsWhatIsWrongWithTracesButNoHeader() {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> SettingsReader.read(
                        home,
                        Map.of(
                                "DROVER_TRACING_OTLP_ENDPOINT", "collector:4318",
                                "DROVER_TRACING_OTLP_HEADERS", "s3cret",
                                "DROVER_TRACING_SAMPLE_RATIO", "2",
                                "DROVER_LOG_FORMAT", "xml")))
                .satisfies(bad -> assertThat(bad.problems())
                        .hasSize(4)
                        .anySatisfy(each -> assertThat(each).contains("tracing.otlp-endpoint", "collector:4318"))
                        .anySatisfy(each -> assertThat(each).contains("tracing.sample-ratio", "'2'"))
                        .anySatisfy(each -> assertThat(each).contains("log.format", "'xml'"))
                        .allSatisfy(each -> assertThat(each).doesNotContain("s3cret")));
    }

    @Test
    void readsNestedAndDottedKeys() throws IOException {
        file("http: {port: 80, host: 0.0.0.0}\nexecution.workers: 3\nexecution:\n  grace: 500ms\n");

        Settings settings = SettingsReader.read(home, Map.of());

        assertThat(settings.httpPort()).isEqualTo(80);
        assertThat(settings.httpHost()).isEqualTo("0.0.0.0");
        assertThat(settings.workers()).isEqualTo(3);
        assertThat(settings.grace()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void letsTheVariableWin() throws IOException {
        file("http.auth-port: 1\nreport.jdbc-port: 2\ndata-dir: one\n");

        Settings settings = SettingsReader.read(
                home,
                Map.of(
                        "DROVER_HTTP_AUTH_PORT", "3",
                        "DROVER_REPORT_JDBC_PORT", "4",
                        "DROVER_DATA_DIR", "/elsewhere"));

        assertThat(settings.authPort()).isEqualTo(3);
        assertThat(settings.reportPort()).isEqualTo(4);
        assertThat(settings.dataDir()).isEqualTo(Path.of("/elsewhere"));
    }

    @Test
    void takesAnEmptyValueAsOff() throws IOException {
        file("report.jdbc-port: 9092\nhttp.stream-port:\n");

        Settings settings =
                SettingsReader.read(home, Map.of("DROVER_HTTP_AUTH_PORT", "", "DROVER_REPORT_JDBC_PORT", ""));

        assertThat(settings.authPort()).isNull();
        assertThat(settings.streamPort()).isNull();
        assertThat(settings.reportPort()).isNull();
    }

    @Test
    void readsASecretFromAFile() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), "open sesame\n");

        Settings settings = SettingsReader.read(home, Map.of("DROVER_DATABASE_PASSWORD_FILE", secret.toString()));

        assertThat(settings.databasePassword()).isEqualTo("open sesame");
    }

    @Test
    void prefersTheVariableToItsFile() {
        Settings settings = SettingsReader.read(
                home, Map.of("DROVER_DATABASE_PASSWORD", "mine", "DROVER_DATABASE_PASSWORD_FILE", "/nowhere"));

        assertThat(settings.databasePassword()).isEqualTo("mine");
    }

    @Test
    void readsOfWhichEndsRulesHear() {
        Settings usual = SettingsReader.read(home, Map.of());
        Settings fewer = SettingsReader.read(home, Map.of("DROVER_EXECUTION_END_EVENTS", "failed,timeout"));

        assertThat(usual.endEvents()).hasSize(5);
        assertThat(fewer.endEvents()).containsExactly(ExecutionStatus.FAILED, ExecutionStatus.TIMEOUT);
        assertThatThrownBy(() -> SettingsReader.read(home, Map.of("DROVER_EXECUTION_END_EVENTS", "failed, running")))
                .hasMessageContaining("execution.end-events")
                .hasMessageContaining("found 'running'");
    }

    @Test
    void takesSeveralFoldersOfPacks() {
        Settings settings = SettingsReader.read(home, Map.of("DROVER_PACKS_DIR", "packs:/srv/packs"));

        assertThat(settings.packsDirs()).containsExactly(home.resolve("packs"), Path.of("/srv/packs"));
    }

    @Test
    void writesTheFormatOfStackStormOnlyWithItsKey() {
        Map<String, String> written = Map.of("DROVER_DATASTORE_WRITE_FORMAT", "stackstorm");
        Map<String, String> withKey = Map.of(
                "DROVER_DATASTORE_WRITE_FORMAT", "stackstorm", "DROVER_DATASTORE_STACKSTORM_KEY_FILE", "/etc/key.json");

        assertThat(SettingsReader.read(home, withKey).stackStormFormat())
                .isEqualTo(new StackStormFormat(Path.of("/etc/key.json"), true));
        assertThat(SettingsReader.read(home, Map.of()).stackStormFormat()).isEqualTo(StackStormFormat.NONE);
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> SettingsReader.read(home, written))
                .withMessageContaining("datastore.stackstorm-key-file");
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> SettingsReader.read(home, Map.of("DROVER_DATASTORE_WRITE_FORMAT", "vault")))
                .withMessageContaining("expected drover or stackstorm, but found 'vault'");
    }

    @Test
    void namesTheNearestKeyOfAnUnknownOne() throws IOException {
        file("http.prot: 80\nsomething-else-entirely: 1\n");

        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> SettingsReader.read(home, Map.of()))
                .withMessageContaining("unknown key 'http.prot'. Did you mean 'http.port'?")
                .withMessageContaining("unknown key 'something-else-entirely'.")
                .withMessageContaining(home.resolve("conf/drover.yaml").toString());
    }

    @Test
    void tellsAllProblemsAtOnceAndWhereEachValueIsFrom() throws IOException {
        file("log.level: loud\nexecution.workers: many\nhttp.host: [1, 2]\n");

        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> SettingsReader.read(
                        home,
                        Map.of(
                                "DROVER_HTTP_PORT", "70000",
                                "DROVER_SHUTDOWN_TIMEOUT", "soon",
                                "DROVER_AUTH_ENABLED", "perhaps",
                                "DROVER_DATABASE_PASSWORD_FILE", "/nowhere")))
                .satisfies(bad -> assertThat(String.valueOf(bad.getMessage()).lines())
                        .hasSize(7)
                        .anyMatch(line -> line.contains("'loud'"))
                        .anyMatch(line -> line.contains("'many'"))
                        .anyMatch(line -> line.contains("'http.host'"))
                        .anyMatch(line -> line.contains("DROVER_HTTP_PORT") && line.contains("'70000'"))
                        .anyMatch(line -> line.contains("DROVER_SHUTDOWN_TIMEOUT") && line.contains("'soon'"))
                        .anyMatch(line -> line.contains("DROVER_AUTH_ENABLED") && line.contains("'perhaps'"))
                        .anyMatch(line -> line.contains("DROVER_DATABASE_PASSWORD_FILE") && line.contains("/nowhere")));
    }

    @Test
    void tellsWhereTheFileIsNotYaml() throws IOException {
        file("http.port: 80\nhttp: [\n");

        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> SettingsReader.read(home, Map.of()))
                .withMessageMatching("(?s).*conf/drover\\.yaml:[23]:\\d+: .*");
    }

    @Test
    void refusesAKeyThatStandsTwice() throws IOException {
        file("http.port: 80\nhttp.port: 81\n");

        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> SettingsReader.read(home, Map.of()))
                .withMessageContaining("http.port");
    }

    private void file(String text) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/drover.yaml"), text);
    }
}

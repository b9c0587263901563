package io.drover.distribution.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Position;
import io.drover.model.store.Audit;
import io.drover.persistence.DatabaseSettings;
import io.drover.persistence.HibernateStore;
import io.drover.restapi.health.Answered;
import io.drover.testkit.net.FreePort;
import io.drover.testkit.time.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Audit records on their way to collectors that listen in this process. */
@Timeout(60)
class AuditExportTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.000012Z");
    private static final int NODE = 1;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HibernateStore store;

    private int told;

    @BeforeEach
    void openStore() {
        store = HibernateStore.open(
                DatabaseSettings.of("jdbc:h2:file:" + folder.resolve("drover"), "drover", "secret"), Clock.systemUTC());
        tell("before");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void sendsSyslogDatagrams() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                AuditExport export = AuditExport.syslog(address("udp", server.getLocalPort()), store, NODE, folder)) {
            started("syslog");
            tell("he said \"no\"]\\");

            String message = new String(received(server), UTF_8);

            assertThat(export).isNotNull();
            assertThat(message)
                    .matches("(?s)<110>1 2026-01-31T12:00:00\\.000012Z [!-~]+ drover \\d+ api_key "
                            + "\\[drover@32473 id=\"\\d+\" who=\"ann\" what=\"changed\" kind=\"api key\""
                            + " subject=\"k1\" trace=\"t1\"\\] .*")
                    .endsWith("] \uFEFFann changed api key k1: he said \"no\"]\\");
        }
    }

    @Test
    void sendsSyslogByConnectionBehindItsLengthAndGoesOnWhereItStopped() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI address = address("tcp", server.getLocalPort());
            try (AuditExport export = AuditExport.syslog(address, store, NODE, folder)) {
                started("syslog");
                tell("first");
                tell("ünd second");
                try (Socket client = server.accept()) {
                    assertThat(frame(client.getInputStream())).endsWith("k1: first");
                    assertThat(frame(client.getInputStream())).endsWith("k1: ünd second");
                }
                assertThat(export).isNotNull();
            }
            tell("while it was away");
            try (AuditExport export = AuditExport.syslog(address, store, NODE, folder);
                    Socket client = server.accept()) {
                assertThat(frame(client.getInputStream())).endsWith("k1: while it was away");
                assertThat(export).isNotNull();
            }
        }
    }

    @Test
    void waitsForACollectorThatIsAway() throws IOException {
        int port = FreePort.choose();
        try (AuditExport export = AuditExport.gelf(address("tcp", port), store, NODE, folder)) {
            started("gelf");
            tell("nobody hears it");
            try (ServerSocket server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
                    Socket client = server.accept()) {
                JsonNode message = new ObjectMapper().readTree(until(client.getInputStream(), 0));
                assertThat(message.path("short_message").asText()).endsWith("nobody hears it");
            }
            assertThat(export).isNotNull();
        }
    }

    @Test
    void sendsGelfInChunksWhereItIsLong() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                AuditExport export = AuditExport.gelf(address("udp", server.getLocalPort()), store, NODE, folder)) {
            started("gelf");
            tell("short");
            JsonNode brief = new ObjectMapper().readTree(received(server));
            assertThat(brief.path("version").asText()).isEqualTo("1.1");
            assertThat(brief.path("timestamp").decimalValue()).isEqualByComparingTo("1769860800.000012");
            assertThat(brief.path("_who").asText()).isEqualTo("ann");
            assertThat(brief.path("_trace").asText()).isEqualTo("t1");

            tell("long ".repeat(1_000));

            byte[] first = received(server);
            assertThat(Arrays.copyOf(first, 2)).containsExactly(0x1e, 0x0f);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.write(first, 12, first.length - 12);
            for (int i = 1; i < first[11]; i++) {
                byte[] next = received(server);
                assertThat(next[10]).isEqualTo((byte) i);
                whole.write(next, 12, next.length - 12);
            }
            assertThat(new ObjectMapper()
                            .readTree(whole.toByteArray())
                            .path("_why")
                            .asText())
                    .isEqualTo("long ".repeat(1_000));
            assertThat(export).isNotNull();
        }
    }

    @Test
    void countsInTheNamesOfStackStorm() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                AuditExport export = AuditExport.statsd(
                        URI.create(address("udp", server.getLocalPort()) + "/site"), store, NODE, folder)) {
            started("statsd");
            tell(
                    AuditRecord.of("hook", "accepted", "event", "v1", "t1", AT).with("trigger", "ops.alert"),
                    AuditRecord.of("engine", "enforced", "rule", "ops.say", "t1", AT),
                    AuditRecord.of("engine", "requested", "execution", "e1", "t1", AT)
                            .with("action", "core.local"),
                    AuditRecord.of("engine", "started", "execution", "e1", "t1", AT)
                            .with("action", "core.local"),
                    AuditRecord.of("engine", "succeeded", "execution", "e1", "t1", AT.plusMillis(1_500))
                            .with("action", "core.local"),
                    AuditRecord.of("ann", "disabled", "rule", "ops.say", null, AT));

            assertThat(new String(received(server), UTF_8).lines())
                    .containsExactlyInAnyOrder(
                            "st2.site.trigger.ops.alert.processed:1|c",
                            "st2.site.rule.processed:1|c",
                            "st2.site.rule.ops.say.processed:1|c",
                            "st2.site.rule.matched:1|c",
                            "st2.site.rule.ops.say.matched:1|c",
                            "st2.site.action.executions.requested:1|c",
                            "st2.site.action.executions.running:1|c",
                            "st2.site.action.executions.succeeded:1|c",
                            "st2.site.action.executions:1|c",
                            "st2.site.action.core.local.executions:1|c",
                            "st2.site.action.executions:1500|ms",
                            "st2.site.action.core.local.executions:1500|ms");
            assertThat(export).isNotNull();
        }
    }

    @Test
    void countsAndTimesRequestsInTheNamesOfStackStorm() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                StatsdRequests requests =
                        new StatsdRequests(URI.create(address("udp", server.getLocalPort()) + "/site"), () -> 3)) {
            requests.accept(new Answered("GET", "/v1/rules", 200, Duration.ofMillis(7)));
            requests.accept(new Answered("GET", "/v1/executions/65f0000000000000000000aa/output", 200, Duration.ZERO));
            requests.accept(new Answered("POST", "/auth/v1/tokens", 401, Duration.ofMillis(90)));
            requests.accept(new Answered("GET", "/v1/made-up", 404, Duration.ZERO));

            assertThat(new String(received(server), UTF_8).lines())
                    .containsExactlyInAnyOrder(
                            "st2.site.api.request:3|c",
                            "st2.site.api.request.total:3|c",
                            "st2.site.api.request.method.GET:3|c",
                            "st2.site.api.request.path._v1_rules:1|c",
                            "st2.site.api.request.path._v1_executions_id_output:1|c",
                            "st2.site.api.response.status.200:2|c",
                            "st2.site.api.response.status.404:1|c",
                            "st2.site.api.request:7|ms",
                            "st2.site.api.request:0|ms",
                            "st2.site.api.request:0|ms",
                            "st2.site.auth.request:1|c",
                            "st2.site.auth.request.total:1|c",
                            "st2.site.auth.request.method.POST:1|c",
                            "st2.site.auth.request.path._auth_v1_tokens:1|c",
                            "st2.site.auth.response.status.401:1|c",
                            "st2.site.auth.request:90|ms",
                            "st2.site.stream.connections:3|g");
        }
    }

    @Test
    void s25TellsNoApiKeyThatStandsInAPath() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                StatsdRequests requests =
                        new StatsdRequests(URI.create(address("udp", server.getLocalPort()) + "/site"), () -> 0)) {
            requests.accept(new Answered("GET", "/v1/apikeys/AbcDef_0123-xyz", 200, Duration.ZERO));
            requests.accept(new Answered("GET", "/v1/apikeys", 200, Duration.ZERO));

            assertThat(new String(received(server), UTF_8).lines())
                    .contains(
                            "st2.site.api.request.path._v1_apikeys_id:1|c", "st2.site.api.request.path._v1_apikeys:1|c")
                    .noneMatch(line -> line.contains("AbcDef"));
        }
    }

    private void tell(String why) {
        tell(AuditRecord.of("ann", "changed", "api key", "k1", "t1", AT).because(why));
    }

    private void tell(AuditRecord... records) {
        told++;
        List<Audit.Entry> entries = new ArrayList<>();
        for (AuditRecord record : records) {
            entries.add(new Audit.Entry(record, new Position(NODE, told, entries.size())));
        }
        store.change(t -> t.audit().appendAll(entries));
    }

    /** What is there before the first start is not sent; from then on everything is. */
    private void started(String name) {
        Await.until("it has begun", () -> Files.exists(folder.resolve("audit-" + name + ".cursor")));
    }

    private static URI address(String scheme, int port) {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    private static byte[] received(DatagramSocket server) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        server.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static String frame(InputStream in) throws IOException {
        int length = Integer.parseInt(new String(until(in, ' '), UTF_8));
        return new String(in.readNBytes(length), UTF_8);
    }

    private static byte[] until(InputStream in, int end) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int next = in.read(); next != end && next >= 0; next = in.read()) {
            read.write(next);
        }
        return read.toByteArray();
    }
}

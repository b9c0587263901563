package io.drover.restapi;

import static io.drover.restapi.Server.object;
import static io.drover.restapi.Server.objectOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Feed;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Role;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.Trace;
import io.drover.restapi.EventReader.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final Trace TRACE = new Trace("t1", null);

    private final Server server = new Server();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tellsOfExecutionsInTheWordsOfStackStorm() throws IOException {
        Execution requested = requested();

        try (EventReader stream = stream("/stream/v1/stream")) {
            tell(new Feed.Requested(7, requested));
            Event execution = next(stream);
            Event liveAction = next(stream);

            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream; charset=UTF-8");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(execution.name()).isEqualTo("st2.execution__create");
            assertThat(execution.id()).startsWith("7-");
            assertThat(execution.object().get("id")).isEqualTo(requested.id());
            assertThat(execution.object().get("status")).isEqualTo("requested");
            assertThat(objectOf(execution.object().get("action")).get("ref")).isEqualTo("core.noop");
            assertThat(liveAction.name()).isEqualTo("st2.liveaction__create");
            assertThat(liveAction.object().get("status")).isEqualTo("requested");
        }
    }

    @Test
    void tellsOnlyWhatIsWanted() throws IOException {
        Execution one = requested();
        Execution other = requested();

        try (EventReader stream =
                stream("/v1/stream?events=st2.execution__*,st2.announcement__gold&execution_ids=" + other.id())) {
            tell(new Feed.Requested(1, one));
            announce(2, "silver", "no");
            announce(2, "gold", "yes");
            tell(new Feed.Requested(3, other));
            Event announcement = next(stream);

            assertThat(announcement.name()).isEqualTo("st2.announcement__gold");
            assertThat(announcement.object().get("payload")).isEqualTo(Map.of("message", "yes"));
            assertThat(next(stream).object().get("id")).isEqualTo(other.id());
        }
    }

    @Test
    void s21SendsNobodyWhatTheyMayNotView() throws IOException {
        server.engine.access.makes(
                new Role("listener", null, List.of(new Grant(null, Set.of(Permission.STREAM_VIEW)))));
        server.engine.access.has("bob", "listener");
        Execution hidden = requested();

        try (EventReader stream =
                stream("/v1/stream?events=st2.execution__*,st2.announcement__*", "X-Auth-Token", "bob")) {
            tell(new Feed.Requested(1, hidden));
            announce(2, "general", "seen");

            assertThat(next(stream).name()).isEqualTo("st2.announcement__general");
        }
    }

    @Test
    void sendsNothingMoreOfWhatSomebodyMayNoLongerView() throws IOException {
        Role listener = new Role("listener", null, List.of(new Grant(null, Set.of(Permission.STREAM_VIEW))));
        server.engine.access.makes(new Role(
                "listener", null, List.of(new Grant(null, Set.of(Permission.STREAM_VIEW, Permission.EXECUTION_VIEW)))));
        server.engine.access.has("bob", "listener");
        Execution execution = requested();

        try (EventReader stream =
                stream("/v1/stream?events=st2.execution__*,st2.announcement__*", "X-Auth-Token", "bob")) {
            tell(new Feed.Requested(1, execution));
            assertThat(next(stream).name()).isEqualTo("st2.execution__create");
            server.engine.access.makes(listener);

            // each round tells of the execution and then of something that may be seen: at last only of that
            long late = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            boolean told = true;
            while (told) {
                tell(new Feed.Changed(2, execution));
                announce(2, "general", "seen");
                told = next(stream).name().equals("st2.execution__update");
                assertThat(!told || next(stream).name().equals("st2.announcement__general"))
                        .isTrue();
                assertThat(System.nanoTime()).isLessThan(late);
            }
        }
    }

    @Test
    void endsWhereSomebodyMayWatchNoMore() throws IOException {
        server.engine.access.makes(
                new Role("listener", null, List.of(new Grant(null, Set.of(Permission.STREAM_VIEW)))));
        server.engine.access.has("bob", "listener");

        try (EventReader stream = stream("/v1/stream", "X-Auth-Token", "bob")) {
            server.engine.access.takes("bob");

            assertThat(next(stream)).satisfies(end -> {
                assertThat(end.name()).isEqualTo("drover.stream__end");
                assertThat(end.data()).contains("'bob' may not watch this any more");
            });
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void endsWhereATokenIsWorthNothingAnyMore() throws IOException {
        server.engine.access.has("bob", Principal.ADMIN);

        try (EventReader stream = stream("/v1/stream", "X-Auth-Token", "bob")) {
            server.engine.access.expires("bob");

            assertThat(next(stream).data()).contains("Token not found or expired");
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void endsWhereAnApiKeyIsSwitchedOff() throws IOException {
        Map<?, ?> key = objectOf(object(server.post("/v1/apikeys", "{}")));
        server.engine.access.has(String.valueOf(key.get("user")), Principal.ADMIN);

        try (EventReader stream = stream("/v1/stream", "St2-Api-Key", String.valueOf(key.get("key")))) {
            assertThat(server.put("/v1/apikeys/" + key.get("id"), "{\"enabled\": false}")
                            .statusCode())
                    .isEqualTo(200);

            assertThat(next(stream).data()).contains("API key is disabled");
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void theOutputOfAnExecutionEndsForWhoMayViewItNoMore() throws IOException {
        server.engine.access.makes(
                new Role("reader", null, List.of(new Grant(null, Set.of(Permission.EXECUTION_VIEW)))));
        server.engine.access.has("bob", "reader");
        Execution execution = requested();

        try (EventReader stream = stream(
                "/stream/v1/executions/" + execution.id() + "/output?output_type=other", "X-Auth-Token", "bob")) {
            server.engine.access.takes("bob");

            assertThat(next(stream).name()).isEqualTo("drover.stream__end");
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void endsWithTheExecutionThatIsFollowed() throws IOException {
        Execution execution = requested();
        String query =
                "?events=st2.execution__update&end_event=st2.execution__update&end_execution_id=" + execution.id();

        try (EventReader stream = stream("/v1/stream" + query)) {
            tell(new Feed.Changed(1, execution));
            tell(new Feed.Changed(2, completed(execution)));
            Event running = next(stream);
            Event ended = next(stream);

            assertThat(running.object().get("status")).isEqualTo("requested");
            assertThat(ended.object().get("status")).isEqualTo("succeeded");
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void goesOnWhereAnEarlierStreamBrokeOff() throws IOException {
        String path = "/v1/stream?events=st2.announcement__*";
        String last;
        try (EventReader stream = stream(path)) {
            announce(1, "general", "first");
            announce(1, "general", "second");
            last = next(stream).id();
        }
        announce(2, "general", "third");

        try (EventReader stream = stream(path, "Last-Event-ID", last)) {
            assertThat(messageOf(next(stream))).isEqualTo("second");
            assertThat(messageOf(next(stream))).isEqualTo("third");
        }
    }

    @Test
    void tellsThatItCannotGoOnFromThere() throws IOException {
        try (EventReader stream = stream("/v1/stream?events=st2.announcement__*", "Last-Event-ID", "5-3")) {
            announce(9, "general", "now");

            Event gap = next(stream);
            assertThat(gap.name()).isEqualTo("drover.stream__gap");
            assertThat(gap.data()).contains("5-3");
            assertThat(messageOf(next(stream))).isEqualTo("now");
        }
    }

    @Test
    void cutsOffWhoReadsTooSlowlyAndNobodyElse() throws IOException {
        URI url = server.api.url();
        String big = "x".repeat(200_000);
        try (Socket slow = new Socket(url.getHost(), url.getPort());
                EventReader quick = stream("/v1/stream?events=st2.announcement__quick")) {
            slow.setSoTimeout(20_000);
            OutputStream out = slow.getOutputStream();
            out.write(("GET /v1/stream?events=st2.announcement__* HTTP/1.1\r\nHost: x\r\nX-Auth-Token: " + Server.TOKEN
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = slow.getInputStream();
            assertThat(in.read()).isEqualTo('H');

            for (int i = 0; i < 400; i++) {
                announce(i, "slow", big);
            }
            announce(400, "quick", "still here");

            assertThat(messageOf(next(quick))).isEqualTo("still here");
            byte[] rest = in.readAllBytes();
            String end = new String(
                    rest, Math.max(0, rest.length - 400), Math.min(400, rest.length), StandardCharsets.UTF_8);
            assertThat(end).contains("drover.stream__end", "read too slowly");
        }
    }

    @Test
    void followsTheOutputOfAnExecutionToItsEnd() throws IOException {
        Execution execution = requested();

        try (EventReader stream = stream("/stream/v1/executions/" + execution.id() + "/output?output_type=stdout")) {
            Event stored = next(stream);
            tell(new Feed.Written(3, chunk(execution, 1, OutputChunk.Stream.STDOUT, "known already")));
            tell(new Feed.Written(4, chunk(execution, 2, OutputChunk.Stream.STDERR, "not asked for")));
            tell(new Feed.Written(5, chunk(execution, 3, OutputChunk.Stream.STDOUT, "new\n")));
            tell(new Feed.Changed(6, completed(execution)));
            Event live = next(stream);

            assertThat(stored.object().get("data")).isEqualTo("out\n");
            assertThat(stored.object().get("output_type")).isEqualTo("stdout");
            assertThat(live.name()).isEqualTo("st2.execution.output__create");
            assertThat(live.object().get("data")).isEqualTo("new\n");
            assertThat(live.object().get("action_ref")).isEqualTo("core.noop");
            assertThat(live.object().get("runner_ref")).isEqualTo("noop");
            assertThat(next(stream).name()).isEqualTo("EOF");
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void givesTheOutputOfACompletedExecutionAtOnce() throws IOException {
        String id = requested().id();
        server.engine.executions.complete(id, ActionResult.succeeded(Map.of()));

        try (EventReader stream = stream("/stream/v1/executions/last/output")) {
            assertThat(next(stream).object().get("data")).isEqualTo("out\n");
            assertThat(next(stream).object().get("data")).isEqualTo("err\n");
            assertThat(next(stream).name()).isEqualTo("EOF");
            assertThat(stream.next()).isNull();
        }
        assertThat(server.get("/stream/v1/executions/nothing/output").statusCode())
                .isEqualTo(404);
    }

    @Test
    void givesTheOutputAsAStreamToWhoAcceptsOne() throws IOException {
        String id = requested().id();
        server.engine.executions.complete(id, ActionResult.succeeded(Map.of()));

        try (EventReader stream = stream("/v1/executions/" + id + "/output", "Accept", "text/event-stream")) {
            assertThat(next(stream).object().get("data")).isEqualTo("out\n");
        }
    }

    @Test
    void endsWithAReasonWhenTheDaemonStops() throws IOException {
        try (EventReader stream = stream("/v1/stream")) {
            server.api.close();

            Event end = next(stream);
            assertThat(end.name()).isEqualTo("drover.stream__end");
            assertThat(end.data()).contains("stopping");
        }
    }

    private EventReader stream(String path, String... headers) throws IOException {
        EventReader reader = new EventReader(URI.create(server.api.url() + path), headers);
        assertThat(server.engine.feed.listeners()).isLessThanOrEqualTo(1);
        return reader;
    }

    private static Event next(EventReader stream) throws IOException {
        return requireNonNull(stream.next(), "the stream has ended");
    }

    private static Object messageOf(Event event) {
        return requireNonNull(objectOf(event.object().get("payload")).get("message"));
    }

    private Execution requested() {
        Object id = object(server.post("/v1/executions", "{\"action\": \"core.noop\"}"))
                .get("id");
        return server.engine.executions.find(String.valueOf(id)).orElseThrow();
    }

    private Execution completed(Execution execution) {
        server.engine.executions.complete(execution.id(), ActionResult.succeeded(Map.of()));
        return server.engine.executions.find(execution.id()).orElseThrow();
    }

    private static OutputChunk chunk(Execution execution, int number, OutputChunk.Stream stream, String text) {
        return new OutputChunk(execution.id(), 1, number, stream, text, Instant.parse("2026-01-01T10:00:01Z"));
    }

    private void announce(long batch, String route, String message) {
        tell(new Feed.Announced(batch, route, Map.of("message", message), TRACE));
    }

    private void tell(Feed.Happening happening) {
        server.engine.feed.tell(happening);
    }
}

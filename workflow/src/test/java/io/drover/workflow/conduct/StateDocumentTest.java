package io.drover.workflow.conduct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.model.json.JsonValues;
import io.drover.model.workflow.TaskRun;
import io.drover.workflow.Status;
import io.drover.workflow.conduct.Event.Reported;
import io.drover.workflow.conduct.Event.Requested;
import io.drover.workflow.definition.Workflow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateDocumentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final String LOOP = """
            version: 1.0
            vars: [{n: 0}]
            tasks:
              s: {action: core.noop, next: [{do: a}]}
              a: {action: core.noop, next: [{publish: [{n: <% ctx(n) + 1 %>}], do: a}]}
            """;
    private static final String ITEMS = """
            version: 1.0
            input: [list]
            tasks:
              t: {with: {items: <% ctx(list) %>, concurrency: 2}, action: core.echo message=<% item() %>, next: [{do: z}]}
              z: {action: core.noop}
            """;

    private static State started(Conductor conductor, Map<String, Object> inputs) {
        Surroundings now = Surroundings.at(NOW);
        return conductor
                .next(conductor.begin(Map.of(), inputs, now), new Requested(Status.RUNNING), now)
                .state();
    }

    private static State ends(
            Conductor conductor,
            State state,
            String task,
            @Nullable Integer item,
            Status status,
            @Nullable Object result) {
        return conductor
                .next(state, new Reported(task, 0, item, status, result), Surroundings.at(NOW))
                .state();
    }

    @Test
    void keepsAResultApartAsItIsAndWritesItOnce() {
        Conductor conductor = new Conductor(Workflow.read("""
                version: 1.0
                tasks: {a: {action: core.noop, next: [{do: b}]}, b: {action: core.noop}}
                """));
        Object result = JsonValues.copy(Map.of("stdout", "x".repeat(1000)));
        State running = started(conductor, Map.of());

        State afterA = ends(conductor, running, "a", null, Status.SUCCEEDED, result);
        State afterB = ends(conductor, afterA, "b", null, Status.SUCCEEDED, null);

        assertThat(StateDocument.changes(running, afterA)).containsKeys("head", "task/0", "task/1");
        assertThat(StateDocument.changes(running, afterA).get("result/0")).isSameAs(result);
        assertThat(StateDocument.changes(afterA, afterB)).containsOnlyKeys("head", "task/1");
    }

    @Test
    void writesNoMoreInTheThousandthLapOfALoopThanInTheTenth() throws JsonProcessingException {
        Conductor conductor = new Conductor(Workflow.read(LOOP));
        State state = ends(conductor, started(conductor, Map.of()), "s", null, Status.SUCCEEDED, null);
        int tenth = 0;
        int thousandth = 0;

        for (int lap = 1; lap <= 1000; lap++) {
            State next = ends(conductor, state, "a", null, Status.SUCCEEDED, null);
            Map<String, Object> changes = StateDocument.changes(state, next);
            assertThat(changes).containsOnlyKeys("head", "context/" + lap, "task/" + lap, "task/" + (lap + 1));
            thousandth = JSON.writeValueAsString(changes).length();
            tenth = lap == 10 ? thousandth : tenth;
            state = next;
        }

        assertThat(thousandth).isLessThan(tenth + 60);
    }

    @Test
    void forgetsTheLongResultOfALapOnceTheNextHasBegun() {
        Conductor conductor = new Conductor(Workflow.read(LOOP));
        State first = ends(conductor, started(conductor, Map.of()), "s", null, Status.SUCCEEDED, null);
        Map<String, Object> stored = new LinkedHashMap<>(StateDocument.parts(first));

        State state = first;
        for (int lap = 1; lap <= 200; lap++) {
            State next = ends(conductor, state, "a", null, Status.SUCCEEDED, lap + "x".repeat(1_000_000));
            stored.putAll(StateDocument.changes(state, next));
            state = next;
        }

        assertThat(state.status()).isEqualTo(Status.RUNNING);
        assertThat(state.contextSize()).isLessThan(1_100_000);
        assertThat(state.sequence())
                .allSatisfy(entry -> assertThat(entry.result()).isNull());
        assertThat(StateDocument.read(stored)).isEqualTo(state);
        assertThat(stored.values()).noneMatch(part -> part instanceof String);
    }

    @Test
    void tellsHowManyItemsALapHadWhoseLongResultsAreForgotten() {
        Conductor conductor = new Conductor(Workflow.read("""
                version: 1.0
                tasks:
                  s: {next: [{do: t}]}
                  t: {with: "<% list(0, 1) %>", action: core.noop, next: [{do: t}]}
                """));
        State first = started(conductor, Map.of());
        Map<String, Object> stored = new LinkedHashMap<>(StateDocument.parts(first));

        State ended = ends(conductor, first, "t", 0, Status.SUCCEEDED, "x".repeat(2_000));
        stored.putAll(StateDocument.changes(first, ended));
        State next = ends(conductor, ended, "t", 1, Status.SUCCEEDED, "short");
        stored.putAll(StateDocument.changes(ended, next));

        assertThat(StateDocument.task(next, "task/1", String::valueOf)
                        .orElseThrow()
                        .items())
                .isEqualTo(2);
        assertThat(next.sequence().get(1).results()).asString().isEqualTo("[null, null]");
        assertThat(StateDocument.read(stored)).isEqualTo(next);
        assertThat(stored.values()).noneMatch(part -> part instanceof String text && text.length() > 1_000);
    }

    @Test
    void writesOfManyItemsOnlyThoseThatGoOn() {
        Conductor conductor = new Conductor(Workflow.read(ITEMS));
        Map<String, Object> list =
                Map.of("list", LongStream.range(0, 1000).boxed().toList());
        State running = started(conductor, list);

        State after = ends(conductor, running, "t", 1, Status.SUCCEEDED, "done");

        assertThat(StateDocument.parts(running)).containsKeys("items/0", "item/0/0", "item/0/1");
        assertThat(StateDocument.parts(running)).doesNotContainKey("item/0/2");
        assertThat(StateDocument.changes(running, after))
                .containsOnlyKeys("head", "item/0/1", "item/0/1/result", "item/0/2")
                .containsEntry("item/0/1/result", "done");
    }

    @Test
    void doesNotWriteTheItemsAgainWhenTheirTaskEnds() {
        Conductor conductor = new Conductor(Workflow.read(ITEMS));
        State state = started(
                conductor, Map.of("list", LongStream.range(0, 40).boxed().toList()));
        for (int item = 0; item < 39; item++) {
            state = ends(conductor, state, "t", item, Status.SUCCEEDED, "done");
        }

        State ended = ends(conductor, state, "t", 39, Status.SUCCEEDED, "done");

        assertThat(StateDocument.changes(state, ended))
                .containsOnlyKeys("head", "item/0/39", "item/0/39/result", "task/0", "task/1");
    }

    @Test
    void readsBackWhatItWroteWithTheItemsOfARerun() {
        Conductor conductor = new Conductor(Workflow.read(ITEMS));
        State running =
                started(conductor, Map.of("list", LongStream.range(0, 2).boxed().toList()));
        State half = ends(conductor, running, "t", 0, Status.SUCCEEDED, Map.of("n", 1L));
        State failed = ends(conductor, half, "t", 1, Status.FAILED, "no");

        State rerun = conductor
                .next(failed, new Event.Rerun(List.of()), Surroundings.at(NOW))
                .state();
        Map<String, Object> stored = new LinkedHashMap<>(StateDocument.parts(running));
        stored.putAll(StateDocument.changes(running, half));
        stored.putAll(StateDocument.changes(half, failed));
        State readFailed = StateDocument.read(stored);
        stored.putAll(StateDocument.changes(failed, rerun));

        assertThat(readFailed).isEqualTo(failed);
        assertThat(StateDocument.read(stored)).isEqualTo(rerun);
        assertThat(StateDocument.parts(StateDocument.read(stored))).isEqualTo(StateDocument.parts(rerun));
    }

    @Test
    void tellsOfWhichRunOfATaskAPartIs() {
        Conductor conductor = new Conductor(Workflow.read(ITEMS));
        State running =
                started(conductor, Map.of("list", LongStream.range(0, 3).boxed().toList()));

        assertThat(StateDocument.task(running, "task/0", i -> "id-" + i))
                .contains(new TaskRun("id-0", "t", 0, "running", 3, NOW, null));
        assertThat(StateDocument.task(running, "head", i -> "id-" + i)).isEmpty();
        assertThat(StateDocument.task(running, "result/0", i -> "id-" + i)).isEmpty();
    }
}

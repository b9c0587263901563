package io.drover.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Traces;
import io.drover.engine.api.Traces.Question;
import io.drover.engine.api.Traces.Traced;
import io.drover.engine.commit.Change;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredTracesTest {
    private final Lives lives;

    StoredTracesTest(@TempDir Path folder) {
        lives = Lives.in(folder);
    }

    @BeforeEach
    void start() {
        lives.start(Plant.content(Plant.rule("alarm", Plant.ACT, Map.of("host", "a"))));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void holdsTheEventTheMatchAndTheExecution() {
        Await.done(parts().emit(Map.of()));
        parts().settle();
        TriggerInstance event = parts().events().get(0);

        Traced trace = traces().find(event.trace().id()).orElseThrow();

        assertThat(trace.events()).containsExactly(event);
        assertThat(trace.enforcements()).isEqualTo(parts().enforcements());
        assertThat(trace.executions()).isEqualTo(parts().executions());
        assertThat(trace.start()).isEqualTo(event.acceptedAt());
        assertThat(trace.tag()).isEqualTo("trigger_instance-" + event.id());
    }

    @Test
    void isFoundByWhateverBelongsToIt() {
        Await.done(parts().emit(Map.of()));
        parts().settle();
        Await.done(parts().emit(Map.of()));
        parts().settle();
        Execution execution = parts().executions().get(0);
        String trace = execution.trace().id();

        assertThat(ids(question(null, execution.id(), null, null))).containsExactly(trace);
        assertThat(ids(question(null, null, null, execution.cause().triggerInstance())))
                .containsExactly(trace);
        assertThat(ids(question(null, null, "plant.alarm", null))).hasSize(2).contains(trace);
        assertThat(ids(question(null, "nothing", null, null))).isEmpty();
        assertThat(traces().find("nothing")).isEmpty();
    }

    @Test
    void showsWhatASilenceLedToThoughNoEventIsStored() {
        RuleEnforcement failed = new RuleEnforcement(
                "eeeeeeeeeeeeeeeeeeeeeeee",
                "plant.gone/0/silence",
                Ref.of("plant", "gone"),
                1,
                0,
                "ffffffffffffffffffffffff",
                RuleEnforcement.Status.FAILED,
                null,
                "there is no such action",
                null,
                "aaaaaaaaaaaaaaaaaaaaaaab",
                parts().clock().instant());
        parts().committer().commit(Change.of(batch -> batch.insert(failed)));

        Traced trace = traces().find(failed.traceId()).orElseThrow();

        assertThat(trace.enforcements()).containsExactly(failed);
        assertThat(trace.start()).isEqualTo(failed.at());
        assertThat(ids(question(null, null, null, failed.triggerInstance()))).containsExactly(failed.traceId());
    }

    @Test
    void areListedWithThatWhichHappenedLastFirst() {
        Execution tagged = request(new Trace("aaaaaaaaaaaaaaaaaaaaaaaa", "night"));
        parts().clock().advance(Duration.ofSeconds(1));
        Await.done(parts().emit(Map.of()));
        parts().settle();
        parts().clock().advance(Duration.ofSeconds(1));
        Execution last = request(new Trace("bbbbbbbbbbbbbbbbbbbbbbbb", null));

        List<String> newest = ids(new Question(Set.of(), null, null, null, null, false, 0, 2));
        List<String> rest = ids(new Question(Set.of(), null, null, null, null, false, 2, -1));

        assertThat(newest)
                .containsExactly(
                        last.trace().id(), parts().events().get(0).trace().id());
        assertThat(rest).containsExactly(tagged.trace().id());
        assertThat(ids(question("night", null, null, null)))
                .containsExactly(tagged.trace().id());
    }

    private Execution request(Trace trace) {
        Execution execution = parts().requests()
                .execution(
                        parts().registry().callable(Plant.CALC.toString()).orElseThrow(),
                        Prepared.NOTHING,
                        Map.of(),
                        Cause.request("anna"),
                        trace,
                        parts().clock().instant());
        parts().committer().commit(Change.of(batch -> batch.insert(execution)));
        return execution;
    }

    private static Question question(
            @Nullable String tag, @Nullable String execution, @Nullable String rule, @Nullable String event) {
        return new Question(Set.of(), tag, execution, rule, event, false, 0, 100);
    }

    private List<String> ids(Question question) {
        return traces().list(question).items().stream().map(Traced::id).toList();
    }

    private Traces traces() {
        return new StoredTraces(parts().store());
    }

    private Parts parts() {
        return lives.now();
    }
}

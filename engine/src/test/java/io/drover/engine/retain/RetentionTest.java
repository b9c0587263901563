package io.drover.engine.retain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.commit.Committer;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Position;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Purgeable;
import io.drover.model.store.Query;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is old goes, but not what rules have collected. */
class RetentionTest {
    private static final Ref RULE = Ref.of("plant", "r");

    private final MemoryStore store = new MemoryStore();
    private final HandClock clock = new HandClock();
    private final Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {});
    private final Retention retention = new Retention(store, committer, RetentionSettings.NONE, clock);

    @AfterEach
    void close() {
        committer.close();
    }

    @Test
    void leavesEventsToWhichAStateRefersAndAllYoungerOnes() {
        store.change(t -> {
            t.triggerInstances()
                    .insertAll(
                            IntStream.range(0, 5).mapToObj(RetentionTest::entry).toList());
            t.ruleStates().put(List.of(new RuleState(RULE, 1, "form", "", Map.of(), at(2))));
        });

        long first = retention.purge(Purgeable.TRIGGER_INSTANCES, at(4), "ada");
        store.change(t -> t.ruleStates().remove(List.of(new RuleState.Name(RULE, "form", ""))));
        long second = retention.purge(Purgeable.TRIGGER_INSTANCES, at(4), "ada");

        assertThat(first).isEqualTo(2);
        assertThat(second).isEqualTo(2);
    }

    @Test
    void forgetsWhatLimitsStoppedWithTheEnforcements() {
        store.change(t -> {
            List<LimitedMatches> first = t.limitedCounts()
                    .add(IntStream.range(0, 450)
                            .mapToObj(RetentionTest::limited)
                            .toList());
            assertThat(first).hasSize(450);
        });

        long removed = retention.purge(Purgeable.ENFORCEMENTS, at(440), "ada");

        assertThat(removed).isEqualTo(440);
        assertThat(store.<Long>read(t -> t.limitedCounts().list(Query.all()).total()))
                .isEqualTo(10);
        assertThat(store.<List<AuditRecord>>read(
                        t -> t.audit().list(Query.all()).items()))
                .extracting(AuditRecord::what, AuditRecord::subject)
                .containsExactly(tuple("purged", "enforcements"));
    }

    private static Instant at(int second) {
        return Rules.NOW.plusSeconds(second);
    }

    private static TriggerInstances.Entry entry(int second) {
        TriggerInstance event = new TriggerInstance(
                "e" + second,
                Rules.STATE,
                Rules.STATE,
                Map.of(),
                at(second),
                at(second),
                null,
                "test",
                new Trace("t" + second, null));
        return new TriggerInstances.Entry(event, new Position(1, 1, second), Duration.ZERO);
    }

    private static LimitedMatches limited(int second) {
        return new LimitedMatches(RULE, 1, "throttle", "k" + second, at(0), "e", "e", at(0), at(second), 1);
    }
}

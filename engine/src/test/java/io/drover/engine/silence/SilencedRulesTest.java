package io.drover.engine.silence;

import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.silence.Freeze;
import io.drover.model.silence.Silence;
import io.drover.model.store.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What silences and freezes do to rules, from the event to the stored rows. */
class SilencedRulesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private @Nullable Parts made;

    @AfterEach
    void close() {
        parts().close();
    }

    @Test
    void aSilencedMatchIsRecordedOnceAndThenCounted() {
        start(alarm("a"));
        Silence silence = silences().create(Wishes.wish(Wishes.rule("plant.*"), HOUR), Parts.ADMIN);

        String first = emit("a");
        emit("a");
        String last = emit("a");

        assertThat(parts().executions()).isEmpty();
        assertThat(parts().enforcements()).singleElement().satisfies(enforcement -> {
            assertThat(enforcement.status()).isEqualTo(Status.LIMITED);
            assertThat(enforcement.triggerInstance()).isEqualTo(first);
            assertThat(enforcement.executionId()).isNull();
            assertThat(enforcement.failureReason())
                    .isEqualTo("silence " + silence.id() + " of anna until " + silence.until()
                            + ": the switch is replaced");
        });
        assertThat(counts()).singleElement().satisfies(counted -> {
            assertThat(counted.limit()).isEqualTo("silence");
            assertThat(counted.key()).isEqualTo(silence.id());
            assertThat(counted.window()).isEqualTo(silence.from());
            assertThat(counted.count()).isEqualTo(3);
            assertThat(counted.firstInstance()).isEqualTo(first);
            assertThat(counted.lastInstance()).isEqualTo(last);
        });
        assertThat(parts().trail())
                .filteredOn(record -> record.what().equals("limited"))
                .extracting(AuditRecord::subject)
                .containsExactly("plant.alarm");
    }

    @Test
    void dispatchesAgainOnceTheSilenceIsOver() {
        start(alarm("a"));
        silences().create(Wishes.wish(Wishes.rule("plant.*"), HOUR), Parts.ADMIN);
        emit("a");
        parts().clock().advance(HOUR);

        String after = emit("a");
        parts().settle();

        assertThat(parts().executions())
                .singleElement()
                .satisfies(execution ->
                        assertThat(execution.cause().triggerInstance()).isEqualTo(after));
    }

    @Test
    void silencesOnlyTheEventsThatAreMeant() {
        start(alarm("a"), Plant.rule("other", Plant.CALC, Map.of()));
        silences().create(Wishes.wish(Wishes.payload(Map.of("host", "a*")), HOUR), Parts.ADMIN);

        emit("a");
        emit("b");
        parts().settle();

        assertThat(parts().enforcements())
                .extracting(enforcement -> enforcement.rule().toString(), RuleEnforcement::status)
                .containsExactlyInAnyOrder(
                        Tuple.tuple("plant.alarm", Status.LIMITED),
                        Tuple.tuple("plant.other", Status.LIMITED),
                        Tuple.tuple("plant.other", Status.SUCCEEDED));
    }

    @Test
    void aMatchWithSeveralActionsCountsOnce() {
        Rule one = alarm("a");
        start(new Rule(
                one.ref(),
                null,
                true,
                false,
                one.type(),
                one.trigger(),
                one.criteria(),
                null,
                List.of(one.actions().get(0), one.actions().get(0)),
                0,
                List.of(),
                Map.of(),
                null));
        silences().create(Wishes.wish(Wishes.rule("plant.*"), HOUR), Parts.ADMIN);

        emit("a");
        emit("a");

        assertThat(parts().enforcements())
                .extracting(RuleEnforcement::actionIndex)
                .containsExactlyInAnyOrder(0, 1);
        assertThat(counts()).extracting(LimitedMatches::count).containsExactly(2L);
    }

    @Test
    void aShadowRuleIsRecordedAsEver() {
        start(alarm("a").with(true, true));
        silences().create(Wishes.wish(Wishes.rule("plant.*"), HOUR), Parts.ADMIN);

        emit("a");

        assertThat(parts().enforcements()).extracting(RuleEnforcement::status).containsExactly(Status.SHADOW);
    }

    @Test
    void aFreezeStopsRulesAndLeavesPeopleAlone() {
        start(alarm("a"));
        Freeze freeze = freezes().start(null, false, "storm", Parts.ADMIN);

        emit("a");

        assertThat(parts().enforcements()).singleElement().satisfies(enforcement -> {
            assertThat(enforcement.status()).isEqualTo(Status.LIMITED);
            assertThat(enforcement.failureReason())
                    .contains("freeze " + freeze.id() + " of everything by anna", "storm");
        });
        assertThat(counts())
                .extracting(LimitedMatches::limit, LimitedMatches::key, LimitedMatches::window)
                .containsExactly(Tuple.tuple("freeze", freeze.id(), freeze.since()));
        run();
        parts().settle();
        assertThat(parts().executions()).hasSize(1);
        freezes().end(freeze.id(), Parts.ADMIN);
        emit("a");
        parts().settle();
        assertThat(parts().executions()).hasSize(2);
    }

    @Test
    void aManualFreezeStopsPeopleToo() {
        start(alarm("a"));
        freezes().start("plant", true, "storm", Parts.ADMIN);

        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContainingAll("plant.calc", "storm");
        assertThat(parts().executions()).isEmpty();
    }

    @Test
    void whatItKeptIsThereAfterARestart() {
        start(alarm("a"));
        silences().create(Wishes.wish(Wishes.rule("plant.*"), HOUR), Parts.ADMIN);

        InForce next = new InForce();
        SilenceBook again = new SilenceBook(parts().store(), parts().committer(), next);
        again.close();

        assertThat(next.stop(
                        alarm("a"), Plant.CALC, Map.of(), null, parts().clock().instant()))
                .isNotNull();
    }

    private void run() {
        Await.done(parts().executionRequests()
                .request(
                        new ExecutionRequest(Plant.CALC.toString(), Map.of(), Map.of(), null, Duration.ZERO),
                        Parts.ADMIN));
    }

    private StoredSilences silences() {
        return new StoredSilences(parts().silences(), parts().ids(), parts().clock());
    }

    private StoredFreezes freezes() {
        return new StoredFreezes(parts().silences(), parts().ids(), parts().clock());
    }

    private void start(Rule... rules) {
        Setup setup = Setup.in(folder);
        setup.reader().lay(Plant.content(rules));
        made = setup.make().started();
    }

    private String emit(String host) {
        return Objects.requireNonNull(
                Await.done(parts().emit(Map.of("host", host))).instanceId());
    }

    private List<LimitedMatches> counts() {
        return parts().store()
                .read(transaction ->
                        transaction.limitedCounts().list(Query.all()).items());
    }

    private Parts parts() {
        return Objects.requireNonNull(made, "a test starts its engine first");
    }

    private static Rule alarm(String host) {
        return Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.host", "eq", host));
    }
}

package io.drover.engine.explain;

import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.api.RuleHistory.Coverage;
import io.drover.engine.api.RuleHistory.IdleClause;
import io.drover.engine.api.RuleHistory.Sample;
import io.drover.engine.datastore.BatchKeys;
import io.drover.engine.datastore.SecretValues;
import io.drover.engine.datastore.StackStormFormat;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.secret.SecretBox;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules said, and what nothing was made of. */
class StoredHistoryTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private @Nullable Parts made;

    @AfterEach
    void close() {
        parts().close();
    }

    @Test
    void tellsWhichRulesNeverMatchedAndWhichClausesTellNothingApart() {
        start();
        emit(Map.of("host", "a", "size", 5L));
        emit(Map.of("host", "b", "size", 7L));

        Coverage coverage = history().coverage(LONG_AGO, 200);

        assertThat(coverage.sample()).isEqualTo(new Sample(2, 2, 200, true));
        assertThat(coverage.neverMatched()).containsExactly(Ref.of("plant", "idle"));
        assertThat(coverage.clauses())
                .extracting(IdleClause::rule, IdleClause::holds, IdleClause::events)
                .containsExactly(tuple(Ref.of("plant", "busy"), true, 2L), tuple(Ref.of("plant", "idle"), false, 2L));
        assertThat(coverage.clauses().get(0).clause()).contains("trigger.size");
    }

    @Test
    void asksTheClausesAboutTheFirstEventsOfATriggerAndSaysHowMany() {
        start();
        emit(Map.of("host", "a", "size", 5L));
        emit(Map.of("host", "a", "size", 1L));
        emit(Map.of("host", "z", "size", 1L));

        Coverage few = history().coverage(LONG_AGO, 1);
        Coverage enough = history().coverage(LONG_AGO, 3);

        assertThat(few.sample()).isEqualTo(new Sample(1, 3, 1, false));
        assertThat(few.clauses()).hasSize(3);
        assertThat(few.neverMatched()).as("all matches count").isEmpty();
        assertThat(enough.sample()).isEqualTo(new Sample(3, 3, 3, true));
        assertThat(enough.clauses()).isEmpty();
    }

    @Test
    void noTransactionIsOpenWhileClausesAreAsked() {
        start(Plant.rule("asks", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "{{ st2kv.system.host }}")));
        emit(Map.of("host", "a", "size", 5L));
        List<Integer> open = new ArrayList<>();
        RuleLanguage language = new JinjaLanguage(new BatchKeys(
                key -> {
                    open.add(parts().store().readers());
                    return parts().store()
                            .read(transaction -> transaction.keyValuePairs().find(key));
                },
                new SecretValues(new SecretBox(folder.resolve("keys.json")), StackStormFormat.NONE),
                "stanley",
                parts().clock()));

        Coverage coverage =
                new StoredHistory(parts().registry(), parts().store(), () -> language).coverage(LONG_AGO, 200);

        assertThat(open).isNotEmpty().containsOnly(0);
        assertThat(coverage.clauses())
                .extracting(IdleClause::rule, IdleClause::holds)
                .contains(tuple(Ref.of("plant", "asks"), false));
    }

    @Test
    void tellsWhichTriggersHaveNoRulesAndWhichActionsNoRuleCalls() {
        start();

        Coverage coverage = history().coverage(LONG_AGO, 200);

        assertThat(coverage.triggersWithoutRules()).doesNotContain(Rules.STATE);
        assertThat(coverage.uncalledActions()).contains(Plant.ACT).doesNotContain(Plant.CALC);
        assertThat(coverage.clauses()).isEmpty();
    }

    @Test
    void listsTheRevisionsOfARule() {
        start();

        assertThat(history().revisions(Ref.of("plant", "busy")))
                .extracting(RuleRevision::number)
                .containsExactly(1);
        assertThat(history().revisions(Ref.of("plant", "none"))).isEmpty();
    }

    private void start() {
        start(
                Plant.rule(
                        "busy",
                        Plant.CALC,
                        Map.of(),
                        criterion("trigger.size", "gt", 3L),
                        criterion("trigger.host", "eq", "a")),
                Plant.rule("idle", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "z")));
    }

    private void start(Rule... rules) {
        Setup setup = Setup.in(folder);
        setup.reader().lay(Plant.content(rules));
        made = setup.make().started();
    }

    private void emit(Map<String, @Nullable Object> payload) {
        assertThat(Await.done(parts().emit(payload)).instanceId()).isNotNull();
    }

    private StoredHistory history() {
        return new StoredHistory(parts().registry(), parts().store(), JinjaLanguage::new);
    }

    private Parts parts() {
        return Objects.requireNonNull(made);
    }
}

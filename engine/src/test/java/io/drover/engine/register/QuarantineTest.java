package io.drover.engine.register;

import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.audit.AuditRecord;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.rule.RuleRevision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that runs over its budget again and again is taken out, and the others go on. */
class QuarantineTest {
    private static final String ENDLESS =
            "{% for i in range(9000) %}{% for j in range(9000) %}{{ trigger.host }}{% endfor %}{% endfor %}";
    private static final Rule GOOD = Plant.rule("good", Plant.CALC, Map.of("host", "{{ trigger.host }}"));
    private static final Rule SLOW_CONDITION =
            Plant.rule("slow", Plant.CALC, Map.of(), criterion("trigger.host", "eq", ENDLESS));
    private static final Rule SLOW_PARAMETER = Plant.rule("slow", Plant.CALC, Map.of("host", ENDLESS));
    private static final Rule SLOW_REGEX =
            Plant.rule("slow", Plant.CALC, Map.of(), criterion("trigger.text", "regex", "(x+x+)+y\\1"));

    @TempDir
    Path folder;

    private final MemoryStore memory = new MemoryStore();
    private final PlainReader reader = new PlainReader();
    private @Nullable Parts life;

    static List<Rule> slowRules() {
        return List.of(SLOW_CONDITION, SLOW_PARAMETER, SLOW_REGEX);
    }

    @AfterEach
    void close() {
        parts().close();
    }

    @ParameterizedTest
    @MethodSource("slowRules")
    void aRuleGoesAfterFiveOverrunsAndTheOthersGoOn(Rule slow) {
        start(slow, GOOD);

        emit(6);

        assertThat(statuses("good")).hasSize(6).containsOnly(Status.SUCCEEDED);
        assertThat(parts().executions().stream()
                        .filter(execution -> GOOD.ref().equals(execution.cause().rule())))
                .hasSize(6);
        assertThat(statuses("slow")).isNotEmpty().containsOnly(Status.FAILED);
        assertThat(failures("slow")).contains("BudgetError");
        assertThat(waits("slow")).contains("quarantined");
        assertThat(waits("good")).isEmpty();
        assertThat(audited("slow")).containsOnlyOnce("quarantined");
        assertThat(revisions("slow").get(1).isQuarantine()).isTrue();
    }

    @Test
    void aQuarantinedRuleIsNotAskedAnyMore() {
        start(SLOW_PARAMETER);
        emit(6);
        int before = parts().enforcements().size();

        emit(3);

        assertThat(parts().enforcements()).hasSize(before);
    }

    @Test
    void fewerOverrunsAreForgivenAfterAnHour() {
        start(SLOW_PARAMETER);
        emit(4);
        parts().clock().advance(Duration.ofMinutes(61));
        emit(1);

        assertThat(waits("slow")).isEmpty();
    }

    @Test
    void theRuleStaysOutAfterARestart() {
        start(SLOW_PARAMETER, GOOD);
        emit(6);
        int before = parts().enforcements().size();

        restart();
        emit(1);

        assertThat(waits("slow")).contains("quarantined");
        assertThat(parts().enforcements()).hasSize(before + 1);
        assertThat(revisions("slow")).hasSize(2);
    }

    @Test
    void theRuleStaysOutWhereItsPackIsReadAgain() {
        start(SLOW_PARAMETER);
        emit(6);
        int before = parts().enforcements().size();

        parts().registration().packs().register(List.of(), Parts.ADMIN);
        emit(1);

        assertThat(waits("slow")).contains("quarantined");
        assertThat(parts().enforcements()).hasSize(before);
    }

    @Test
    void aChangedRuleComesBack() {
        start(SLOW_PARAMETER);
        emit(6);

        reader.lay(Plant.content(Plant.rule("slow", Plant.CALC, Map.of("host", "mended"))));
        parts().registration().packs().register(List.of(), Parts.ADMIN);
        emit(1);

        assertThat(waits("slow")).isEmpty();
        assertThat(statuses("slow")).contains(Status.SUCCEEDED);
        assertThat(revisions("slow")).hasSize(3);
    }

    @Test
    void aRuleThatIsDisabledAndEnabledIsTriedAgain() {
        start(SLOW_PARAMETER);
        emit(6);
        int before = parts().enforcements().size();

        enable(false);
        String disabled = waits("slow");
        enable(true);
        emit(1);

        assertThat(disabled).isEmpty();
        assertThat(waits("slow")).isEmpty();
        assertThat(parts().enforcements()).hasSize(before + 1);
    }

    @Test
    void enablingWhatIsEnabledBringsNothingBack() {
        start(SLOW_PARAMETER);
        emit(6);

        enable(true);

        assertThat(waits("slow")).contains("quarantined");
        assertThat(revisions("slow")).hasSize(2);
    }

    @Test
    void aRuleOfTheApiIsQuarantinedToo() {
        start(GOOD);
        RegisteredRule made = parts().registration()
                .rules()
                .create(
                        Map.of(
                                "name",
                                "slow",
                                "pack",
                                "plant",
                                "enabled",
                                true,
                                "trigger",
                                Map.of("type", "plant.state"),
                                "criteria",
                                Map.of("trigger.host", Map.of("type", "eq", "pattern", ENDLESS)),
                                "actions",
                                List.of(Map.of("ref", "plant.calc"))),
                        Parts.ADMIN);
        emit(6);

        restart();

        assertThat(made.waitsFor()).isEmpty();
        assertThat(waits("slow")).contains("quarantined");
        assertThat(revisions("slow")).hasSize(2);
    }

    @Test
    void whereItCannotBeStoredItIsTriedAgain() {
        start(SLOW_PARAMETER);
        emit(4);
        parts().store().whenFailing(() -> parts().clock().advance(Duration.ofMinutes(1)));
        parts().store().deaf(true);

        Throwable lost = Await.failure(parts().emit(Map.of("host", "a")));
        boolean tried = parts().dispatcher().<Boolean>between(() -> true);
        parts().store().deaf(false);
        String before = waits("slow");
        emit(1);

        assertThat(lost).isNotNull();
        assertThat(tried).isTrue();
        assertThat(before).isEmpty();

        assertThat(waits("slow")).contains("quarantined");
        assertThat(audited("slow")).containsOnlyOnce("quarantined");
    }

    private void start(Rule... rules) {
        reader.lay(Plant.content(rules));
        restart();
    }

    private void restart() {
        if (life != null) {
            life.close();
        }
        life = Setup.in(folder)
                .stored(memory)
                .packs(reader)
                .run(new HandRunner("effects", true), new HandRunner("pure", false))
                .make()
                .started();
    }

    /** Hands events over one after the other, as they would come in different batches. */
    private void emit(int events) {
        for (int i = 0; i < events; i++) {
            Await.done(parts().emit(Map.of("host", "a", "text", "x".repeat(60))));
        }
        parts().settle();
        assertThat(parts().dispatcher().<Boolean>between(() -> true)).isTrue();
    }

    private void enable(boolean enabled) {
        Map<String, @Nullable Object> document =
                new LinkedHashMap<>(reader.document(SLOW_PARAMETER.with(enabled, false)));
        RegisteredRule unused = parts().registration().rules().update("plant.slow", document, Parts.ADMIN);
    }

    private String waits(String rule) {
        return String.join(
                " ", parts().registry().rule("plant." + rule).orElseThrow().waitsFor());
    }

    private List<Status> statuses(String rule) {
        return of(rule).stream().map(RuleEnforcement::status).toList();
    }

    private String failures(String rule) {
        List<String> reasons = new ArrayList<>();
        of(rule).forEach(enforcement -> reasons.add(String.valueOf(enforcement.failureReason())));
        return String.join(" ", reasons);
    }

    private List<RuleEnforcement> of(String rule) {
        return parts().enforcements().stream()
                .filter(enforcement -> enforcement.rule().name().equals(rule))
                .toList();
    }

    private List<String> audited(String rule) {
        return parts().trail().stream()
                .filter(entry -> entry.subject().equals("plant." + rule))
                .map(AuditRecord::what)
                .toList();
    }

    private List<RuleRevision> revisions(String rule) {
        return memory.read(transaction -> transaction.rules().list(Ref.of("plant", rule)));
    }

    private Parts parts() {
        if (life == null) {
            throw new IllegalStateException("not started");
        }
        return life;
    }
}

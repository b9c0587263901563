package io.drover.testkit.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testkit.judge.Expectations.Effects;
import io.drover.testkit.judge.Facts.Enforced;
import io.drover.testkit.judge.Facts.Executed;
import io.drover.testkit.judge.Facts.StatusChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each promise that can be broken is found, and a run that kept them all is clean. */
class JudgeTest {
    private static final String RULE = "demo.rule";
    private static final Effect EFFECT = new Effect("x1", 1, "e1");
    private static final Executed DONE = new Executed("x1", "e1", RULE, "succeeded", 1);
    private static final StatusChange SUCCEEDED = new StatusChange("x1", "succeeded");

    @Test
    void isContentWithARunThatKeptEveryPromise() {
        assertThat(verdict(List.of(EFFECT), Map.of("i1", "e1"), List.of(DONE), List.of(SUCCEEDED), 0))
                .isEmpty();
    }

    @Test
    void findsAnAcknowledgedEventThatIsLost() {
        assertThat(verdict(List.of(), Map.of(), List.of(), List.of(), 0))
                .anyMatch(violation -> violation.contains("'e1' was acknowledged but has no trigger instance"));
    }

    @Test
    void findsAnEventThatIsKeptTwice() {
        assertThat(verdict(List.of(EFFECT), Map.of("i1", "e1", "i2", "e1"), List.of(DONE), List.of(SUCCEEDED), 0))
                .anyMatch(violation -> violation.contains("more than one trigger instance"));
    }

    @Test
    void findsAnEffectThatWasRepeated() {
        assertThat(verdict(List.of(EFFECT, EFFECT), Map.of("i1", "e1"), List.of(DONE), List.of(SUCCEEDED), 0))
                .anyMatch(violation -> violation.contains("must not be repeated"));
    }

    @Test
    void findsAnExecutionThatNeverEnded() {
        Executed running = new Executed("x1", "e1", RULE, "running", 1);

        assertThat(verdict(List.of(EFFECT), Map.of("i1", "e1"), List.of(running), List.of(SUCCEEDED), 1))
                .anyMatch(violation -> violation.contains("still 'running'"));
    }

    @Test
    void findsAnExecutionThatFailedWithoutReason() {
        Executed failed = new Executed("x1", "e1", RULE, "failed", 1);

        assertThat(verdict(List.of(EFFECT), Map.of("i1", "e1"), List.of(failed), List.of(SUCCEEDED), 0))
                .containsExactly(
                        "execution 'x1' of rule 'demo.rule' ended as 'failed', but its action has no reason to");
    }

    @Test
    void findsAMatchThatLedToNothingAndOneThatLedToTwoExecutions() {
        Executed again = new Executed("x2", "e1", RULE, "succeeded", 1);

        assertThat(verdict(List.of(), Map.of("i1", "e1"), List.of(), List.of(SUCCEEDED), 0))
                .containsExactly("event 'e1' matches rule 'demo.rule' but led to no execution");
        assertThat(verdict(
                        List.of(EFFECT, new Effect("x2", 1, "e1")),
                        Map.of("i1", "e1"),
                        List.of(DONE, again),
                        List.of(SUCCEEDED),
                        0))
                .anyMatch(violation -> violation.contains("led to 2 executions: [x1, x2]"))
                .anyMatch(violation -> violation.contains("have 2 enforcements"));
    }

    @Test
    void findsASuccessWithoutItsEffectAndAnEffectWithoutItsExecution() {
        assertThat(verdict(List.of(), Map.of("i1", "e1"), List.of(DONE), List.of(SUCCEEDED), 0))
                .containsExactly("execution 'x1' of rule 'demo.rule' succeeded without an effect");
        assertThat(verdict(
                        List.of(EFFECT, new Effect("x9", 1, "e1")),
                        Map.of("i1", "e1"),
                        List.of(DONE),
                        List.of(SUCCEEDED),
                        0))
                .containsExactly("execution 'x9' had an effect but does not exist in the database");
    }

    @Test
    void findsAnEventThatNobodySent() {
        assertThat(verdict(List.of(EFFECT), Map.of("i1", "e1", "i2", "e2"), List.of(DONE), List.of(SUCCEEDED), 0))
                .anyMatch(violation -> violation.contains("'e2' has trigger instance [i2] but was never sent"));
    }

    @Test
    void acceptsAnEffectPerAttemptOfWhatMayBeRepeated() {
        Executed twice = new Executed("x1", "e1", RULE, "succeeded", 2);
        Facts facts = new Facts(
                Map.of("i1", "e1"), List.of(new Enforced("e1", RULE, "x1")), List.of(twice), 0, List.of(), List.of());
        Expectations repeatable = Expectations.everyRuleMatches(Map.of(RULE, Effects.REPEATABLE), 1, 1);
        Effect second = new Effect("x1", 2, "e1");

        assertThat(Judge.verdict(ledger(List.of(EFFECT, second)), facts, repeatable))
                .isEmpty();
        assertThat(Judge.verdict(ledger(List.of(EFFECT, second, second)), facts, repeatable))
                .containsExactly("execution 'x1' of rule 'demo.rule' had its effect 2 times within attempt 2");
    }

    @Test
    void findsMoreAbandonedExecutionsThanKillsExplain() {
        Executed abandoned = new Executed("x1", "e1", RULE, "abandoned", 1);

        assertThat(verdict(List.of(EFFECT), Map.of("i1", "e1"), List.of(abandoned), List.of(SUCCEEDED), 0))
                .anyMatch(violation -> violation.contains("1 executions are abandoned"));
    }

    @Test
    void findsAStatusChangeWithoutAnAuditRecord() {
        assertThat(verdict(List.of(EFFECT), Map.of("i1", "e1"), List.of(DONE), List.of(), 0))
                .anyMatch(violation -> violation.contains("without an audit record"));
    }

    @Test
    void readsALedgerWhoseLastLineWasCutShort(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ledger");
        try (Ledger ledger = Ledger.open(file)) {
            ledger.sent("e1");
            ledger.acknowledged("e1");
            ledger.effect("x1", 1, "e1");
        }
        Files.writeString(file, "sent\te", StandardOpenOption.APPEND);
        try (Ledger reopened = Ledger.open(file)) {
            reopened.sent("e2");
        }

        LedgerEntries entries = Ledger.read(file);

        assertThat(entries.sent()).containsExactly("e1", "e2");
        assertThat(entries.acknowledged()).containsExactly("e1");
        assertThat(entries.effects()).containsExactly(EFFECT);
        assertThat(entries.torn()).isEqualTo(1);
    }

    private static List<String> verdict(
            List<Effect> effects,
            Map<String, String> instances,
            List<Executed> executions,
            List<StatusChange> audited,
            int notFinal) {
        List<Enforced> enforcements = executions.stream()
                .map(execution -> new Enforced(execution.event(), execution.rule(), execution.id()))
                .toList();
        Facts facts = new Facts(instances, enforcements, executions, notFinal, List.of(SUCCEEDED), audited);
        return Judge.verdict(ledger(effects), facts, Expectations.everyRuleMatches(Map.of(RULE, Effects.ONCE), 0, 4));
    }

    private static LedgerEntries ledger(List<Effect> effects) {
        return new LedgerEntries(Set.of("e1"), Set.of("e1"), effects, 0);
    }
}

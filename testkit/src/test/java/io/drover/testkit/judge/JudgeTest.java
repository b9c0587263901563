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
        LedgerEntries ledger = new LedgerEntries(Set.of("e1"), Set.of("e1"), effects, 0);
        List<Enforced> enforcements = executions.stream()
                .map(execution -> new Enforced(execution.event(), execution.rule(), execution.id()))
                .toList();
        Facts facts = new Facts(instances, enforcements, executions, notFinal, List.of(SUCCEEDED), audited);
        return Judge.verdict(ledger, facts, Expectations.everyRuleMatches(Map.of(RULE, Effects.ONCE), 0, 4));
    }
}

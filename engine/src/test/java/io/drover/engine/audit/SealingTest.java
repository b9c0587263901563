package io.drover.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.AuditTrail.Chain;
import io.drover.engine.api.AuditTrail.Verification;
import io.drover.engine.api.AuditTrail.Wrong;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.model.audit.AuditRecord;
import io.drover.model.audit.Seal;
import io.drover.model.execution.Position;
import io.drover.model.store.Audit;
import io.drover.model.store.Query;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Seals over what was committed, and what is found when somebody goes round them. */
class SealingTest {
    private static final int NODE = 1;

    private final MemoryStore store = new MemoryStore();
    private final HandClock clock = new HandClock();
    private final Committer committer = new Committer(store, NODE, clock, Duration.ofSeconds(5), records -> {});
    private final Sealing sealing = new Sealing(store, NODE, clock);

    @AfterEach
    void close() {
        committer.close();
    }

    @Test
    void sealsRecordsInTheOrderOfTheirCommits() {
        tell("a", "b");
        seal();
        tell("c");
        seal();

        Verification verification = verify();
        Chain chain = verification.chains().get(0);
        assertThat(verification.intact()).isTrue();
        assertThat(chain.seals()).isEqualTo(2);
        assertThat(chain.records()).isEqualTo(3);
        assertThat(chain.unsealed()).isZero();
        assertThat(Objects.requireNonNull(chain.head()).number()).isEqualTo(2);
    }

    @Test
    void makesNoSealWhereNothingHappened() {
        seal();
        tell("a");
        seal();
        seal();

        assertThat(verify().chains()).extracting(Chain::seals).containsExactly(1L);
    }

    @Test
    void tellsWhatIsNotSealedYet() {
        tell("a");
        seal();
        tell("b", "c");

        Chain chain = verify().chains().get(0);
        assertThat(chain.unsealed()).isEqualTo(2);
        assertThat(chain.oldestUnsealed()).isEqualTo(clock.instant());
    }

    @Test
    void endsASealWithItsDay() {
        tell("a");
        clock.advance(Duration.ofDays(1));
        tell("b");
        clock.advance(Duration.ofHours(-20));
        tell("c");
        seal();

        assertThat(seals())
                .extracting(Seal::day)
                .containsExactly(LocalDate.parse("2026-03-01"), LocalDate.parse("2026-03-02"));
        assertThat(seals()).extracting(Seal::records).containsExactly(1, 2);
        assertThat(verify().intact()).isTrue();
    }

    @Test
    void goesOnAfterARestart() {
        tell("a");
        seal();
        tell("b");

        Sealing reborn = new Sealing(store, NODE, clock);
        assertThat(reborn.step()).isFalse();

        assertThat(verify().intact()).isTrue();
        assertThat(seals()).hasSize(2);
    }

    @Test
    void sealsAlikeWhatWasHandedOnAndWhatIsReadBack() {
        tell("a");
        handOn();
        tell("b", "c");
        seal();
        tell("d");
        seal();

        Verification verification = verify();
        assertThat(verification.intact()).isTrue();
        assertThat(verification.chains().get(0).records()).isEqualTo(4);
    }

    @Test
    void findsARecordThatWasChangedBeforeItWasSealed() {
        Position changed = new Position(NODE, 1, 1);
        tell("a");
        sealing.committed(
                List.of(new Audit.Entry(record("a"), new Position(NODE, 1, 0)), new Audit.Entry(record("b"), changed)));
        smuggle(changed);
        seal();

        assertThat(verify().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.wrong()).isEqualTo(Wrong.EDITED);
            assertThat(finding.position()).isEqualTo(changed);
        });
    }

    @Test
    void readsBackWhatIsMoreThanItKeeps() {
        handOn();
        for (int i = 0; i < 3; i++) {
            tell(Collections.nCopies(9_000, "x").toArray(String[]::new));
        }
        seal();

        Verification verification = verify();
        assertThat(verification.intact()).isTrue();
        assertThat(verification.chains().get(0).records()).isEqualTo(27_000);
    }

    @Test
    void findsARecordThatWasPutAmongSealedOnes() {
        tell("a");
        seal();
        tell("b");
        seal();
        smuggle(new Position(NODE, 1, 50));

        assertThat(verify().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.wrong()).isEqualTo(Wrong.INSERTED);
            assertThat(finding.position()).isEqualTo(new Position(NODE, 1, 50));
        });
    }

    @Test
    void removesWholeDaysAndKeepsTheirSeals() {
        tell("a");
        clock.advance(Duration.ofDays(1));
        tell("b");
        clock.advance(Duration.ofDays(1));
        tell("c");
        seal();

        purge(1);

        assertThat(store.<List<String>>read(transaction -> transaction.audit().list(Query.all()).items().stream()
                        .map(AuditRecord::what)
                        .toList()))
                .containsExactly("b", "c", "purged");
        Verification verification = verify();
        assertThat(verification.intact()).isTrue();
        assertThat(verification.chains().get(0).purgedThrough()).isEqualTo(LocalDate.parse("2026-03-01"));
        assertThat(seals()).hasSize(3);
    }

    @Test
    void removesNothingThatIsNotSealed() {
        tell("a");
        clock.advance(Duration.ofDays(9));

        purge(1);

        assertThat(verify().chains()).extracting(Chain::unsealed).containsExactly(1L);
    }

    private void handOn() {
        committer.follower((batch, fenced) -> sealing.committed(batch.recorded()));
    }

    private void purge(int keepDays) {
        Purging purging = new Purging(store, committer, NODE, keepDays, clock);
        while (purging.step()) {
            // until all is gone
        }
    }

    private void tell(String... whats) {
        long batch = committer
                .commit(Change.of(rows -> {
                    for (String what : whats) {
                        rows.append(record(what));
                    }
                }))
                .batch();
        assertThat(batch).isPositive();
    }

    private void smuggle(Position position) {
        store.change(transaction -> transaction.audit().appendAll(List.of(new Audit.Entry(record("x"), position))));
    }

    private AuditRecord record(String what) {
        return AuditRecord.of("ann", what, "rule", "ops.say", null, clock.instant());
    }

    private void seal() {
        while (sealing.step()) {
            // until all is sealed
        }
    }

    private List<Seal> seals() {
        return store.read(transaction -> {
            List<Seal> found = new ArrayList<>();
            @Nullable Seal next = transaction.seals().after(NODE, 0).orElse(null);
            while (next != null) {
                found.add(next);
                next = transaction.seals().after(NODE, next.number()).orElse(null);
            }
            return found;
        });
    }

    private Verification verify() {
        return new StoredTrail(store).verify(null);
    }
}

package io.drover.engine.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.UnreliableStore;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.store.Batches;
import io.drover.model.store.Query;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitterTest {
    private static final int NODE = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Ref TRIGGER = Ref.of("plant", "state");

    private final MemoryStore memory = new MemoryStore();
    private final UnreliableStore store = new UnreliableStore(memory);
    private final HandClock clock = new HandClock();
    private final List<AuditRecord> audited = new CopyOnWriteArrayList<>();
    private final Committer committer = new Committer(store, NODE, clock, PATIENCE, audited::addAll);

    @AfterEach
    void close() {
        committer.close();
    }

    @Test
    void numbersBatchesWithoutGaps() {
        committer.ruleSet(() -> 7);

        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            numbers.add(committer.commit(event("e" + i, null)).batch());
        }

        assertThat(numbers).containsExactly(1L, 2L, 3L);
        assertThat(batch(3)).isEqualTo(new Batches.Batch(NODE, 3, 7, clock.instant()));
    }

    @Test
    void goesOnCountingWhereAnEarlierLifeEnded() {
        committer.commit(event("e1", null));
        committer.close();

        long next;
        try (Committer later = new Committer(store, NODE, clock, PATIENCE, audited::addAll)) {
            next = later.commit(event("e2", null)).batch();
        }

        assertThat(next).isEqualTo(2);
    }

    @Test
    void whatWaitsWhileATransactionCommitsSharesTheNextOne() {
        Held held = holdTransactions();
        CompletableFuture<Outcome> first = committer.submit(event("first", null));
        held.awaitOne();

        List<CompletableFuture<Outcome>> waiting = submit(20);
        held.release();

        assertThat(Await.done(first).batch()).isEqualTo(1);
        assertThat(waiting).extracting(done -> Await.done(done).batch()).containsOnly(2L);
        assertThat(count()).isEqualTo(21);
    }

    @Test
    void anEventWithAKnownKeyIsADuplicateOfTheFirst() {
        committer.commit(event("e1", "key"));

        Outcome second = committer.commit(event("e2", "key"));

        assertThat(second.duplicateOf()).isEqualTo("e1");
        assertThat(ids()).containsExactly("e1");
    }

    @Test
    void aKeyIsForgottenWhenItsWindowHasPassed() {
        committer.commit(event("e1", "key"));
        clock.advance(Duration.ofHours(1));

        Outcome second = committer.commit(event("e2", "key"));

        assertThat(second.duplicateOf()).isNull();
        assertThat(ids()).containsExactlyInAnyOrder("e1", "e2");
    }

    @Test
    void ofTwoEventsWithOneKeyInOneBatchTheFirstWins() {
        Held held = holdTransactions();
        CompletableFuture<Outcome> unrelated = committer.submit(event("e0", null));
        held.awaitOne();

        CompletableFuture<Outcome> first = committer.submit(event("e1", "key"));
        CompletableFuture<Outcome> second = committer.submit(event("e2", "key"));
        held.release();

        assertThat(Await.done(unrelated).duplicateOf()).isNull();
        assertThat(Await.done(first).duplicateOf()).isNull();
        assertThat(Await.done(second).duplicateOf()).isEqualTo("e1");
        assertThat(Await.done(second).batch()).isEqualTo(Await.done(first).batch());
        assertThat(ids()).containsExactlyInAnyOrder("e0", "e1");
    }

    @Test
    void aChangeThatFailsDoesNotHarmTheOthersOfItsGroup() {
        Held held = holdTransactions();
        CompletableFuture<Outcome> first = committer.submit(event("e0", null));
        held.awaitOne();
        CompletableFuture<Outcome> before = committer.submit(event("e1", null));
        CompletableFuture<Outcome> broken = committer.submit(Change.of(batch -> {
            throw new IllegalStateException("broken");
        }));
        CompletableFuture<Outcome> conflicting = committer.submit(event("e1", null));
        CompletableFuture<Outcome> after = committer.submit(event("e2", null));
        held.release();

        assertThat(Await.failure(broken)).hasMessage("broken");
        assertThat(Await.failure(conflicting)).hasMessageContaining("taken");
        assertThat(Await.done(after).batch()).isEqualTo(Await.done(before).batch() + 1);
        assertThat(Await.done(first).batch()).isEqualTo(1);
        assertThat(ids()).containsExactlyInAnyOrder("e0", "e1", "e2");
        assertThat(memory.<Long>read(transaction -> transaction.batches().last(NODE)))
                .isEqualTo(3);
    }

    @Test
    void goesOnAfterAChangeThatIsTooDeepToBeWritten() {
        Throwable failure = Await.failure(committer.submit(Change.of(batch -> {
            throw new StackOverflowError("too deep");
        })));

        assertThat(failure).hasMessage("too deep");
        assertThat(committer.commit(event("e1", null)).batch()).isEqualTo(1);
    }

    @Test
    void aCommitWhoseAnswerWasLostIsLookedUpAndNotRepeated() {
        store.next(Fault.ANSWER_LOST);

        Outcome outcome = committer.commit(event("e1", "key"));

        assertThat(outcome.batch()).isEqualTo(1);
        assertThat(outcome.duplicateOf()).isNull();
        assertThat(ids()).containsExactly("e1");
        assertThat(committer.commit(event("e2", null)).batch()).isEqualTo(2);
        assertThat(audited).extracting(AuditRecord::subject).containsExactly("e1", "e2");
    }

    @Test
    void aCommitThatDidNotHappenIsRepeatedUnderTheSameNumber() {
        store.next(Fault.NOT_COMMITTED, Fault.NO_CONNECTION, Fault.NOT_COMMITTED);

        Outcome outcome = committer.commit(event("e1", "key"));

        assertThat(outcome.batch()).isEqualTo(1);
        assertThat(outcome.duplicateOf()).isNull();
        assertThat(ids()).containsExactly("e1");
        assertThat(audited).hasSize(1);
    }

    @Test
    void nobodyIsWrittenTwiceWhateverGoesWrong() {
        Fault[] faults = Fault.values();
        List<CompletableFuture<Outcome>> all = new ArrayList<>();

        for (int i = 0; i < 60; i++) {
            store.next(faults[i % faults.length]);
            all.add(committer.submit(event("e" + i, i % 2 == 0 ? "key" + i : null)));
        }
        all.forEach(Await::done);

        assertThat(all)
                .allSatisfy(done -> assertThat(Await.done(done).duplicateOf()).isNull());
        assertThat(count()).isEqualTo(60);
        assertThat(trail())
                .extracting(AuditRecord::subject)
                .doesNotHaveDuplicates()
                .hasSize(60);
        long last = memory.<Long>read(transaction -> transaction.batches().last(NODE));
        for (long number = 1; number <= last; number++) {
            assertThat(batch(number).number()).isEqualTo(number);
        }
    }

    @Test
    void givesUpWhenTheDatabaseDoesNotAnswerForTooLong() {
        store.whenFailing(() -> clock.advance(Duration.ofSeconds(20)));
        store.deaf(true);

        assertThatThrownBy(() -> committer.commit(event("e1", null)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(ids()).isEmpty();
    }

    @Test
    void afterOneThatWasGivenUpTheNextCommitTellsOnceThatThereWasDoubt() {
        AtomicInteger told = new AtomicInteger();
        committer.afterDoubt(told::incrementAndGet);
        giveUp();
        store.deaf(false);

        committer.commit(event("e2", null));
        committer.commit(event("e3", null));

        Await.until("the doubt was told", () -> told.get() > 0);
        assertThat(told).hasValue(1);
    }

    @Test
    void countsOnBehindABatchThatWasGivenUpButCommitted() {
        // the answer is lost, and the look-up is not answered either
        store.next(Fault.ANSWER_LOST);
        store.whenFailing(() -> {
            store.deaf(true);
            clock.advance(Duration.ofSeconds(20));
        });
        assertThat(Await.failure(committer.submit(event("e1", null)))).isInstanceOf(DroverException.class);
        store.deaf(false);

        Outcome next = committer.commit(event("e2", null));

        assertThat(next.batch()).isEqualTo(2);
        assertThat(ids()).containsExactlyInAnyOrder("e1", "e2");
    }

    @Test
    void auditRecordsAreHandedOnInTheOrderOfTheirCommits() {
        List<CompletableFuture<Outcome>> all = submit(50);
        all.forEach(Await::done);

        List<AuditRecord> stored = trail();
        assertThat(audited).containsExactlyElementsOf(stored).hasSize(50);
    }

    @Test
    void goesOnAfterAListenerThatThrows() {
        AtomicInteger heard = new AtomicInteger();
        try (Committer fragile = new Committer(store, 2, clock, PATIENCE, records -> {
            heard.incrementAndGet();
            throw new IllegalStateException("a listener that throws");
        })) {
            fragile.commit(event("e1", null));
            fragile.commit(event("e2", null));
        }

        assertThat(heard).hasValue(2);
        assertThat(ids()).containsExactlyInAnyOrder("e1", "e2");
    }

    @Test
    void closingCommitsWhatWaits() {
        Held held = holdTransactions();
        List<CompletableFuture<Outcome>> all = submit(10);
        held.awaitOne();
        held.release();

        committer.close();

        assertThat(all).allSatisfy(done -> assertThat(done).isCompleted());
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void afterItsEndItTakesNothing() {
        assertThat(committer.isOpen()).isTrue();

        committer.close();

        assertThat(committer.isOpen()).isFalse();
        assertThat(Await.failure(committer.submit(event("late", null))))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(ids()).isEmpty();
    }

    private void giveUp() {
        store.whenFailing(() -> clock.advance(Duration.ofSeconds(20)));
        store.deaf(true);
        assertThat(Await.failure(committer.submit(event("e1", null)))).isInstanceOf(DroverException.class);
        store.whenFailing(() -> {});
    }

    private record Held(CountDownLatch until, CountDownLatch reached) {
        void awaitOne() {
            Await.until("a transaction is held", () -> reached.getCount() == 0);
        }

        void release() {
            until.countDown();
        }
    }

    private Held holdTransactions() {
        Held held = new Held(new CountDownLatch(1), new CountDownLatch(1));
        store.hold(held.until(), held.reached());
        return held;
    }

    private List<CompletableFuture<Outcome>> submit(int number) {
        List<CompletableFuture<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(committer.submit(event("many" + i, null)));
        }
        return all;
    }

    private Change event(String id, @Nullable String key) {
        TriggerInstance event = new TriggerInstance(
                id,
                TRIGGER,
                TRIGGER,
                Map.of(),
                clock.instant(),
                clock.instant(),
                key,
                "test",
                new Trace("t" + id, null));
        Change.@Nullable Once once =
                key == null ? null : new Change.Once(TriggerInstances.dedupeKey(event), event.id());
        return new Change(once, batch -> {
            batch.insert(event, Duration.ofHours(1));
            batch.append(AuditRecord.of("test", "accepted", "event", id, null, batch.at()));
        });
    }

    private Batches.Batch batch(long number) {
        return memory.read(transaction -> transaction.batches().find(NODE, number))
                .orElseThrow();
    }

    private List<String> ids() {
        return memory
                .read(transaction ->
                        transaction.triggerInstances().list(Query.all()).items())
                .stream()
                .map(TriggerInstance::id)
                .toList();
    }

    private List<AuditRecord> trail() {
        return memory.read(transaction -> transaction.audit().list(Query.all()).items());
    }

    private int count() {
        return ids().size();
    }
}

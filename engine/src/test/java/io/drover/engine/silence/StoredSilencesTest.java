package io.drover.engine.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Silences.State;
import io.drover.engine.api.Silences.Wish;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.ids.Ids;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.silence.Freeze;
import io.drover.model.silence.MaintenanceWindow;
import io.drover.model.silence.Matchers;
import io.drover.model.silence.Silence;
import io.drover.model.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredSilencesTest {
    private static final Ref ACTION = Ref.of("ops", "page");
    private static final Duration HOUR = Duration.ofHours(1);

    private final HandClock clock = new HandClock();
    private final MemoryStore store = new MemoryStore();
    private final Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {});
    private final InForce inForce = new InForce();
    private final SilenceBook book = new SilenceBook(store, committer, inForce);
    private final Ids ids = new Ids(clock);
    private final StoredSilences silences = new StoredSilences(book, ids, clock);
    private final StoredFreezes freezes = new StoredFreezes(book, ids, clock);

    @AfterEach
    void close() {
        committer.close();
    }

    @Test
    void aSilenceIsInForceOnceItIsMadeAndIsRecorded() {
        Silence made = silences.create(Wishes.wish(Wishes.rule("plant.*"), HOUR), Parts.ADMIN);

        assertThat(isStopped()).isTrue();
        assertThat(made.owner()).isEqualTo("anna");
        assertThat(made.until()).isEqualTo(clock.instant().plus(HOUR));
        assertThat(silences.list()).containsExactly(made);
        assertThat(silences.find(made.id())).contains(made);
        assertThat(trail())
                .singleElement()
                .satisfies(record -> assertThat(record)
                        .extracting(AuditRecord::who, AuditRecord::what, AuditRecord::kind, AuditRecord::subject)
                        .containsExactly("anna", "created", "silence", made.id()));
    }

    @Test
    void aSilenceEndsByItsTimeByExpiryAndByRemoval() {
        Silence first = silences.create(Wishes.wish(Wishes.rule("*"), HOUR), Parts.ADMIN);
        clock.advance(HOUR);
        assertThat(isStopped()).isFalse();
        assertThat(silences.state(first)).isEqualTo(State.OVER);

        Silence second = silences.create(Wishes.wish(Wishes.rule("*"), HOUR), Parts.ADMIN);
        Silence expired = silences.expire(second.id(), Parts.ADMIN);
        assertThat(isStopped()).isFalse();
        assertThat(expired.until()).isEqualTo(clock.instant());
        assertThat(silences.expire(second.id(), Parts.ADMIN)).isEqualTo(expired);

        Silence third = silences.create(Wishes.wish(Wishes.rule("*"), HOUR), Parts.ADMIN);
        silences.delete(third.id(), Parts.ADMIN);
        assertThat(isStopped()).isFalse();
        assertThat(trail())
                .extracting(AuditRecord::what)
                .containsExactly("created", "created", "expired", "created", "deleted");
    }

    @Test
    void aChangedSilenceKeepsWhatTheWishLeavesOpen() {
        Silence made = silences.create(Wishes.wish(Wishes.rule("ops.*"), HOUR), Parts.ADMIN);
        clock.advance(Duration.ofMinutes(1));

        Silence changed =
                silences.update(made.id(), Wishes.wish(Wishes.rule("plant.*"), HOUR.multipliedBy(2)), Parts.ADMIN);

        assertThat(changed.from()).isEqualTo(made.from());
        assertThat(changed.until()).isEqualTo(made.from().plus(HOUR.multipliedBy(2)));
        assertThat(changed.owner()).isEqualTo("anna");
        assertThat(isStopped()).isTrue();
    }

    @Test
    void tellsHowASilenceStands() {
        Instant now = clock.instant();
        Wish later = new Wish(
                Wishes.rule("*"), now.plus(HOUR), now.plus(HOUR.multipliedBy(2)), null, null, "ops", "planned");
        Wish nightly =
                Wishes.windows(Wishes.rule("*"), Duration.ofDays(2), new MaintenanceWindow("0 2 * * *", HOUR, "UTC"));

        Silence pending = silences.create(later, Parts.ADMIN);
        Silence waiting = silences.create(nightly, Parts.ADMIN);

        assertThat(pending.owner()).isEqualTo("ops");
        assertThat(silences.state(pending)).isEqualTo(State.PENDING);
        assertThat(silences.state(waiting)).isEqualTo(State.WAITING);
        clock.advance(Duration.ofHours(14));
        assertThat(silences.state(waiting)).isEqualTo(State.IN_FORCE);
        Silence never = silences.expire(
                silences.create(
                                new Wish(
                                        Wishes.rule("*"),
                                        clock.instant().plus(HOUR),
                                        null,
                                        HOUR,
                                        null,
                                        null,
                                        "planned"),
                                Parts.ADMIN)
                        .id(),
                Parts.ADMIN);
        assertThat(silences.state(never)).isEqualTo(State.OVER);
    }

    @Test
    void refusesWhatIsNoSilence() {
        Instant now = clock.instant();
        Matchers all = Wishes.rule("*");
        refuses(Wishes.wish(new Matchers(null, null, null, Map.of(), Map.of()), HOUR), "at least one", "freeze");
        refuses(new Wish(all, null, null, null, null, null, "why"), "'until' or 'for'", "neither");
        refuses(new Wish(all, null, now.plus(HOUR), HOUR, null, null, "why"), "both");
        refuses(new Wish(all, null, null, HOUR, null, null, " "), "'reason'");
        refuses(new Wish(all, now, now.minusSeconds(1), null, null, null, "why"), "after 'from'");
        refuses(new Wish(all, now.minus(HOUR), now, null, null, null, "why"), "over already");
        refuses(Wishes.wish(all, Duration.ofDays(367)), "at most 366 days");
        refuses(Wishes.wish(Wishes.payload(Map.of("a..b", "x")), HOUR), "a..b");
        refuses(windows("0 2 * *", HOUR, "UTC"), "five");
        refuses(windows("0 2 * * *", HOUR, "Mars/Base"), "Mars/Base");
        refuses(windows("0 2 * * *", Duration.ofSeconds(5), "UTC"), "1m to 31d");
        refuses(windows("0 2 1 jan *", HOUR, "UTC"), "None of the silence's windows");
        assertThat(silences.list()).isEmpty();
    }

    private static Wish windows(String cron, Duration length, String zone) {
        return Wishes.windows(Wishes.rule("*"), Duration.ofDays(7), new MaintenanceWindow(cron, length, zone));
    }

    private void refuses(Wish wish, String... words) {
        assertThatThrownBy(() -> silences.create(wish, Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContainingAll(words);
    }

    @Test
    void tellsOfSilencesAndFreezesThatAreUnknown() {
        for (ThrowingCallable work : List.<ThrowingCallable>of(
                () -> silences.delete("x", Parts.ADMIN),
                () -> silences.expire("x", Parts.ADMIN),
                () -> freezes.end("x", Parts.ADMIN))) {
            assertThatThrownBy(work)
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    void forgetsSilencesThatHaveLongBeenOver() {
        silences.create(Wishes.wish(Wishes.rule("*"), HOUR), Parts.ADMIN);
        clock.advance(Duration.ofDays(91));

        Silence later = silences.create(Wishes.wish(Wishes.rule("*"), HOUR), Parts.ADMIN);

        assertThat(silences.list()).containsExactly(later);
    }

    @Test
    void aFreezeIsInForceUntilItIsEnded() {
        Freeze freeze = freezes.start(null, false, "storm", Parts.ADMIN);

        assertThat(isStopped()).isTrue();
        assertThat(freezes.list()).containsExactly(freeze);
        assertThat(freezes.find(freeze.id())).contains(freeze);
        freezes.end(freeze.id(), Parts.ADMIN);
        assertThat(isStopped()).isFalse();
        assertThat(freezes.list()).isEmpty();
        assertThat(trail())
                .extracting(AuditRecord::what, AuditRecord::kind)
                .containsExactly(Tuple.tuple("started", "freeze"), Tuple.tuple("ended", "freeze"));
    }

    @Test
    void refusesAFreezeOfWhatIsFrozenAndOneWithoutReason() {
        Freeze freeze = freezes.start("ops", false, "storm", Parts.ADMIN);

        assertThatThrownBy(() -> freezes.start("ops", true, "again", Parts.ADMIN))
                .isInstanceOfSatisfying(DroverException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
                    assertThat(e.conflictingId()).isEqualTo(freeze.id());
                });
        assertThatThrownBy(() -> freezes.start(null, true, " ", Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        freezes.start(null, true, "everything", Parts.ADMIN);
        assertThat(freezes.list()).hasSize(2);
    }

    @Test
    void ofTwoFreezesOfTheSameAtOnceOneIsRefused() throws InterruptedException {
        // another node, which does not know what this one begins
        SilenceBook there = new SilenceBook(store, committer, new InForce());
        StoredFreezes others = new StoredFreezes(there, ids, clock);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Outcome> unused = committer.submit(Change.of(batch -> batch.also(transaction -> {
            begun.countDown();
            awaited(gate);
        })));
        begun.await();

        List<CompletableFuture<Freeze>> both = List.of(
                CompletableFuture.supplyAsync(() -> freezes.start("ops", false, "storm", Parts.ADMIN)),
                CompletableFuture.supplyAsync(() -> others.start("ops", false, "storm", Parts.ADMIN)));
        Await.until("both wait for their commit", () -> committer.waiting() == 2);
        gate.countDown();
        Await.until("both are answered", () -> both.stream().allMatch(CompletableFuture::isDone));

        assertThat(both).filteredOn(CompletableFuture::isCompletedExceptionally).hasSize(1);
        assertThat(freezes.list()).hasSize(1);
    }

    private static void awaited(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anotherNodeFollows() {
        InForce there = new InForce();
        SilenceBook other = new SilenceBook(store, committer, there);
        Silence made = silences.create(Wishes.wish(Wishes.rule("*"), HOUR), Parts.ADMIN);

        other.follow();

        assertThat(isStopped(there)).isTrue();
        silences.delete(made.id(), Parts.ADMIN);
        other.follow();
        assertThat(isStopped(there)).isFalse();
    }

    @Test
    void aRestartKnowsThem() {
        silences.create(Wishes.wish(Wishes.rule("*"), HOUR), Parts.ADMIN);
        InForce next = new InForce();

        SilenceBook again = new SilenceBook(store, committer, next);
        again.close();

        assertThat(isStopped(next)).isTrue();
    }

    private boolean isStopped() {
        return isStopped(inForce);
    }

    private boolean isStopped(InForce known) {
        return known.stop(Rules.rule("r"), ACTION, Map.of(), null, clock.instant()) != null;
    }

    private List<AuditRecord> trail() {
        return store.read(transaction -> transaction.audit().list(Query.all()).items());
    }
}

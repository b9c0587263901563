package io.drover.engine.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.engine.access.RuleRights;
import io.drover.engine.api.Backtests.Request;
import io.drover.engine.api.Backtests.Version;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Committer;
import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.ids.Ids;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Everybody;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.PlainReader;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Position;
import io.drover.model.rule.Backtest;
import io.drover.model.rule.Backtest.Status;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Query;
import io.drover.model.store.TriggerInstances.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Back-tests as jobs. */
class StoredBacktestsTest {
    private static final Principal ANNA = new Principal("anna", Set.of(Principal.ADMIN), "none");
    private static final Instant FROM = Rules.NOW.minusSeconds(60);
    private static final Instant TO = Rules.NOW.plusSeconds(60);

    private final MemoryStore store = new MemoryStore();
    private final HandClock clock = new HandClock();
    private final PlainReader reader = new PlainReader();
    private final Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {});
    private final CountDownLatch gate = new CountDownLatch(1);
    private final StoredBacktests backtests = made();
    private volatile @Nullable Error broken;

    @AfterEach
    void close() {
        gate.countDown();
        backtests.stop();
        committer.close();
    }

    @Test
    void runsAJobWhoseResultIsKeptAndAudited() {
        gate.countDown();
        putRule();
        store.change(t -> t.triggerInstances()
                .insertAll(List.of(new Entry(Rules.event(Map.of("host", "a")), new Position(1, 1, 0), Duration.ZERO))));

        Backtest begun = backtests.start(request(1, null), ANNA);
        Await.until("it has ended", () -> status(begun) != Status.RUNNING);

        Backtest ended = backtests.find(begun.id()).orElseThrow();
        assertThat(ended.status()).as(ended.failure()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended.events()).isEqualTo(1);
        Map<?, ?> candidate = (Map<?, ?>)
                Objects.requireNonNull(Objects.requireNonNull(ended.result()).get("candidate"));
        assertThat(candidate.get("fired")).isEqualTo(1L);
        assertThat(audited()).containsExactlyInAnyOrder(tuple("anna", "started"), tuple("engine", "succeeded"));
    }

    @Test
    void triesOneRuleAtATime() {
        putRule();
        Backtest first = backtests.start(request(1, null), ANNA);

        assertThatThrownBy(() -> backtests.start(request(1, null), ANNA))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY))
                .hasMessageContaining(first.id());

        assertThatThrownBy(() -> backtests.remove(first.id(), ANNA)).hasMessageContaining("still runs");
    }

    @Test
    void cancelsAJobAndRemovesItAfterwards() {
        putRule();
        Backtest begun = backtests.start(request(1, 1), ANNA);

        Backtest asked = backtests.cancel(begun.id(), ANNA);
        gate.countDown();
        Await.until("it has ended", () -> status(begun) != Status.RUNNING);

        assertThat(asked.status()).isEqualTo(Status.RUNNING);
        assertThat(status(begun)).isEqualTo(Status.CANCELED);
        assertThatThrownBy(() -> backtests.cancel(begun.id(), ANNA)).hasMessageContaining("nothing to cancel");
        backtests.remove(begun.id(), ANNA);
        assertThat(backtests.find(begun.id())).isEmpty();
        assertThat(audited()).contains(tuple("anna", "canceled"), tuple("anna", "removed"));
    }

    @Test
    void aJobThatAnEarlierLifeLeftHasFailed() {
        Backtest left = new Backtest(
                "1", Rules.rule("r").ref(), "n1", Status.RUNNING, Map.of(), 3, 9, null, null, "anna", FROM, null);
        Backtest other = new Backtest(
                "2", Rules.rule("r").ref(), "n2", Status.RUNNING, Map.of(), 3, 9, null, null, "anna", FROM, null);
        store.change(t -> List.of(left, other).forEach(t.backtests()::put));

        backtests.takeUp();

        assertThat(backtests.find("1").orElseThrow()).isEqualTo(left.failed("the daemon stopped", clock.instant()));
        assertThat(backtests.find("2")).contains(other);
        assertThatThrownBy(() -> backtests.cancel("2", ANNA)).hasMessageContaining("runs on node 'n2'");
    }

    @Test
    void tellsThatTheDaemonStoppedWhereItStopsMeanwhile() {
        putRule();
        Backtest begun = backtests.start(request(1, null), ANNA);

        Thread stopping = new Thread(backtests::stop);
        stopping.start();
        Await.until("it waits for the job", () -> stopping.getState() == Thread.State.TIMED_WAITING);
        gate.countDown();
        Await.until("it has stopped", () -> !stopping.isAlive());

        Backtest ended = backtests.find(begun.id()).orElseThrow();
        assertThat(ended.status()).isEqualTo(Status.FAILED);
        assertThat(ended.failure()).isEqualTo("the daemon stopped");
        assertThatThrownBy(() -> backtests.start(request(1, null), ANNA)).isInstanceOf(DroverException.class);
    }

    @Test
    void aJobThatBreaksOffWithAnErrorHasFailedAndTheNextOneCanBegin() {
        putRule();
        broken = new StackOverflowError("too deep");
        gate.countDown();

        Backtest begun = backtests.start(request(1, null), ANNA);
        Await.until("it has ended", () -> status(begun) != Status.RUNNING);

        Backtest ended = backtests.find(begun.id()).orElseThrow();
        assertThat(ended.status()).isEqualTo(Status.FAILED);
        assertThat(ended.failure()).contains("too deep");
        broken = null;
        Backtest next = backtests.start(request(1, null), ANNA);
        Await.until("the next one has ended", () -> status(next) == Status.SUCCEEDED);
    }

    @Test
    void refusesWhatCannotBeTried() {
        putRule();

        refuses(new Version("plant.none", null, null), "not registered");
        refuses(new Version("plant.r", 7, null), "has no revision 7");
        refuses(new Version("plant.r", 2, null), "was removed");
        refuses(new Version("plant.r", null, "name: r"), "Expected either 'rule'");
        refuses(new Version(null, null, null), "found none of them");
        assertThatThrownBy(() -> backtests.start(new Request(new Version("plant.r", 1, null), null, TO, FROM), ANNA))
                .hasMessageContaining("Expected 'from' to be before 'to'");
    }

    private void refuses(Version version, String why) {
        assertThatThrownBy(() -> backtests.start(new Request(version, null, FROM, TO), ANNA))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining(why);
    }

    private StoredBacktests made() {
        return new StoredBacktests(
                new StoredBacktests.Parts(
                        store,
                        committer,
                        new Registry(List.of()),
                        reader,
                        new RuleRights(new Everybody()),
                        new Ids(clock),
                        clock),
                this::matcher,
                JinjaLanguage::new,
                Duration.ofSeconds(10),
                2_000_000,
                "n1");
    }

    /** A job waits for the gate before it begins. */
    private RuleMatcher matcher() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Error now = broken;
        if (now != null) {
            throw now;
        }
        return new DroolsRuleMatcher(failure -> {
            throw new AssertionError(failure);
        });
    }

    private void putRule() {
        Rule rule = Rules.rule("r");
        store.change(t -> {
            t.rules().append(new RuleRevision(rule.ref(), 1, reader.document(rule), false, 1, FROM, "anna"));
            t.rules().append(new RuleRevision(rule.ref(), 2, null, false, 2, FROM, "anna"));
        });
    }

    private static Request request(int revision, @Nullable Integer against) {
        return new Request(
                new Version("plant.r", revision, null),
                against == null ? null : new Version("plant.r", against, null),
                FROM,
                TO);
    }

    private Status status(Backtest backtest) {
        return backtests.find(backtest.id()).orElseThrow().status();
    }

    private List<Tuple> audited() {
        return store
                .<List<AuditRecord>>read(t ->
                        t.audit().list(Query.all().where("kind", "backtest")).items())
                .stream()
                .map(record -> tuple(record.who(), record.what()))
                .toList();
    }
}

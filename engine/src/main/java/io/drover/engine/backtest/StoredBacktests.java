package io.drover.engine.backtest;

import io.drover.engine.access.RuleRights;
import io.drover.engine.api.Backtests;
import io.drover.engine.api.Catalog;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.ids.Ids;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.PackReader;
import io.drover.model.rule.Backtest;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Back-tests as jobs: one at a time, on a thread that gives way to all others; their results are rows. */
public final class StoredBacktests implements Backtests {
    private static final Logger LOG = LoggerFactory.getLogger(StoredBacktests.class);
    private static final int KEPT = 100;
    private static final long PATIENCE = 5_000;
    private static final String STOPPED = "the daemon stopped";
    private static final String KIND = "backtest";
    private static final String ENGINE = "engine";

    private final Store store;
    private final Committer committer;
    private final Candidates candidates;
    private final Supplier<Replay.Matching> matching;
    private final Duration lateness;
    private final long mostHeld;
    private final Ids ids;
    private final String node;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    private record Running(Backtest begun, Trial trial) {
        Backtest soFar() {
            return begun.at(trial.events(), trial.total());
        }
    }

    /** What it makes use of. */
    public record Parts(
            Store store,
            Committer committer,
            Catalog catalog,
            PackReader reader,
            RuleRights rights,
            Ids ids,
            InstantSource clock) {}

    /**
     * None runs yet.
     *
     * @param selection makes a matcher without rules
     * @param language makes the language that goes with the newest matcher
     * @param lateness as with live rules
     * @param mostHeld how many events a version of a rule may hold
     */
    public StoredBacktests(
            Parts parts,
            Supplier<RuleMatcher> selection,
            Supplier<RuleLanguage> language,
            Duration lateness,
            long mostHeld,
            String node) {
        this.store = parts.store();
        this.committer = parts.committer();
        this.candidates = new Candidates(parts.catalog(), parts.store(), parts.reader(), parts.rights());
        this.matching = () -> new Replay.Matching(selection.get(), language.get());
        this.lateness = lateness;
        this.mostHeld = mostHeld;
        this.ids = parts.ids();
        this.node = node;
        this.clock = parts.clock();
    }

    /** Tells of those that an earlier life of this node left. */
    public void takeUp() {
        Query left = Query.all().where("status", Backtest.Status.RUNNING.word()).where("node", node);
        for (Backtest backtest :
                store.read(transaction -> transaction.backtests().list(left).items())) {
            end(backtest.failed(STOPPED, clock.instant()));
        }
    }

    @Override
    public Backtest start(Request request, Principal by) {
        if (!request.from().isBefore(request.to())) {
            throw DroverException.invalid("Expected 'from' to be before 'to', but found " + request.from() + " and "
                    + request.to() + ". Exchange them.");
        }
        Candidate candidate = candidates.of(request.candidate(), by);
        Candidate against = request.against() == null ? null : candidates.of(request.against(), by);
        Trial trial =
                new Trial(store, matching, lateness, mostHeld, clock, candidate, against, request.from(), request.to());
        Backtest begun = new Backtest(
                ids.next(),
                candidate.rule().ref(),
                node,
                Backtest.Status.RUNNING,
                shown(candidate, against, request),
                0,
                0,
                null,
                null,
                by.user(),
                clock.instant(),
                null);
        Running mine = new Running(begun, trial);
        if (stopping || !running.compareAndSet(null, mine)) {
            Running other = running.get();
            throw DroverException.of(
                    ErrorCode.TOO_MANY,
                    "One rule is tried at a time"
                            + (other == null
                                    ? ""
                                    : ", and back-test '" + other.begun().id() + "' runs")
                            + ". Wait for it, or cancel it.");
        }
        try {
            commit(
                    begun,
                    AuditRecord.of(by.user(), "started", KIND, begun.id(), null, begun.startedAt())
                            .with("rule", begun.rule().toString())
                            .with("request", begun.request()));
            forgetOld();
            Thread next = new Thread(() -> carryOut(mine), "drover-backtest");
            next.setDaemon(true);
            thread = next;
            next.start();
        } catch (RuntimeException e) {
            running.set(null);
            throw e;
        }
        return begun;
    }

    private static Map<String, @Nullable Object> shown(
            Candidate candidate, @Nullable Candidate against, Request request) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("candidate", candidate.label());
        shown.put("against", against == null ? null : against.label());
        shown.put("from", request.from().toString());
        shown.put("to", request.to().toString());
        return shown;
    }

    private void carryOut(Running mine) {
        Backtest ended;
        try {
            ended = outcome(mine);
        } finally {
            // before it is told: whoever sees the end may begin the next one
            running.set(null);
        }
        try {
            end(ended);
        } catch (RuntimeException e) {
            LOG.error("What came of back-test '{}' could not be stored.", ended.id(), e);
        }
    }

    private Backtest outcome(Running mine) {
        try {
            Map<String, @Nullable Object> result = mine.trial().run();
            Instant now = clock.instant();
            if (!mine.trial().isCanceled()) {
                return mine.soFar().succeeded(result, now);
            }
            return stopping ? mine.soFar().failed(STOPPED, now) : mine.soFar().canceled(now);
        } catch (RuntimeException e) {
            LOG.warn("Back-test '{}' failed.", mine.begun().id(), e);
            return mine.soFar().failed(String.valueOf(e.getMessage()), clock.instant());
        } catch (Error e) {
            // the trial alone is over: nobody would ever end its row otherwise
            LOG.error("Back-test '{}' broke off.", mine.begun().id(), e);
            return mine.soFar().failed("It broke off with " + e, clock.instant());
        }
    }

    private void end(Backtest ended) {
        AuditRecord told = AuditRecord.of(ENGINE, ended.status().word(), KIND, ended.id(), null, clock.instant())
                .with("rule", ended.rule().toString());
        commit(ended, ended.failure() == null ? told : told.because(ended.failure()));
    }

    private void commit(Backtest backtest, AuditRecord told) {
        committer.commit(Change.of(batch -> {
            batch.also(transaction -> transaction.backtests().put(backtest));
            batch.append(told);
        }));
    }

    private void forgetOld() {
        Query old = new Query(Map.of(), null, null, List.of(), KEPT, -1);
        store.change(transaction -> transaction.backtests().list(old).items().stream()
                .filter(backtest -> backtest.status() != Backtest.Status.RUNNING)
                .forEach(backtest -> transaction.backtests().remove(backtest.id())));
    }

    @Override
    public Optional<Backtest> find(String id) {
        return store.read(transaction -> transaction.backtests().find(id)).map(this::soFar);
    }

    @Override
    public Listing<Backtest> list(Query query) {
        Listing<Backtest> page =
                store.read(transaction -> transaction.backtests().list(query));
        return new Listing<>(page.items().stream().map(this::soFar).toList(), page.total());
    }

    private Backtest soFar(Backtest stored) {
        Running now = running.get();
        return now != null && now.begun().id().equals(stored.id()) && stored.status() == Backtest.Status.RUNNING
                ? now.soFar()
                : stored;
    }

    @Override
    public Backtest cancel(String id, Principal by) {
        Backtest backtest = existing(id);
        Running now = running.get();
        if (now == null || !now.begun().id().equals(id)) {
            throw DroverException.conflict(
                    backtest.status() == Backtest.Status.RUNNING
                                    && !backtest.node().equals(node)
                            ? "Back-test '" + id + "' runs on node '" + backtest.node() + "'. Ask there."
                            : "Back-test '" + id + "' has ended: there is nothing to cancel.");
        }
        now.trial().cancel();
        committer.commit(
                Change.of(batch -> batch.append(AuditRecord.of(by.user(), "canceled", KIND, id, null, clock.instant())
                        .with("rule", backtest.rule().toString()))));
        return now.soFar();
    }

    @Override
    public void remove(String id, Principal by) {
        Backtest backtest = existing(id);
        if (soFar(backtest).status() == Backtest.Status.RUNNING
                && backtest.node().equals(node)) {
            throw DroverException.conflict("Back-test '" + id + "' still runs. Cancel it first.");
        }
        committer.commit(Change.of(batch -> {
            batch.also(transaction -> transaction.backtests().remove(id));
            batch.append(AuditRecord.of(by.user(), "removed", KIND, id, null, clock.instant())
                    .with("rule", backtest.rule().toString()));
        }));
    }

    private Backtest existing(String id) {
        return find(id).orElseThrow(() -> DroverException.notFound("There is no back-test '" + id + "'."));
    }

    /** Ends the one that runs, and takes no more. */
    public void stop() {
        stopping = true;
        Running now = running.get();
        if (now != null) {
            now.trial().cancel();
        }
        Thread last = thread;
        if (last != null) {
            try {
                last.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

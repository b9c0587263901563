package io.drover.engine.dispatch;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.enforce.Enforced;
import io.drover.engine.enforce.RuleEnforcer;
import io.drover.engine.execute.Runs;
import io.drover.engine.ids.Ids;
import io.drover.engine.match.Matches;
import io.drover.engine.match.Matches.MatchError;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.RuleMatch;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInbox;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of the rules. Its one thread matches what waits in small batches, and changes rules between two of them. What
 * an event leads to is committed together with it; its source is answered only after that.
 */
public final class Dispatcher implements TriggerInbox, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int MOST_EVENTS = 64;

    private final Registry registry;
    private final RuleMatcher matcher;
    private final Overruns overruns;
    private final RuleEnforcer enforcer;
    private final Committer committer;
    private final Runs runs;
    private final Ids ids;
    private final InstantSource clock;
    private final int mostOpen;
    private final Consumer<String> failPoint;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Consumer<Revision> quarantine = rule -> {};
    private volatile boolean closing;
    private volatile boolean open;

    private sealed interface Task {}

    /**
     * An event that waits.
     *
     * @param cause what is committed with it, because it caused it
     */
    private record Arrival(
            TriggerInstance event,
            Duration window,
            Consumer<Batch> cause,
            CompletableFuture<Acceptance> answer,
            CompletableFuture<Outcome> committed)
            implements Task {}

    private record Turn(Runnable work) implements Task {}

    /**
     * A dispatcher; it takes events once it is {@link #open}.
     *
     * @param mostOpen how many events and executions may be under way before new events are turned away
     */
    public Dispatcher(
            Registry registry,
            RuleMatcher matcher,
            Overruns overruns,
            RuleEnforcer enforcer,
            Committer committer,
            Runs runs,
            Ids ids,
            InstantSource clock,
            int mostOpen,
            Consumer<String> failPoint) {
        this.registry = registry;
        this.matcher = matcher;
        this.overruns = overruns;
        this.enforcer = enforcer;
        this.committer = committer;
        this.runs = runs;
        this.ids = ids;
        this.clock = clock;
        this.mostOpen = mostOpen;
        this.failPoint = failPoint;
        this.thread = new Thread(this::run, "drover-dispatcher");
        this.thread.start();
    }

    /** Says what is done between two batches with a rule that ran over its budget too often. */
    public void quarantine(Consumer<Revision> step) {
        this.quarantine = step;
    }

    /** Takes events from now on. */
    public void open() {
        open = true;
    }

    /** {@return whether events are taken} */
    public boolean isOpen() {
        return open && thread.isAlive();
    }

    public long accepted() {
        return accepted.sum();
    }

    public long refused() {
        return refused.sum();
    }

    public long duplicates() {
        return duplicates.sum();
    }

    /** {@return how many events were handed over and are not committed yet} */
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public CompletionStage<Acceptance> accept(Emission emission) {
        return accept(offer(emission, true));
    }

    /** As {@link #accept}, for a payload that the caller itself made to the schema of the trigger's type. */
    public CompletionStage<Acceptance> acceptFitting(Emission emission) {
        return accept(offer(emission, false));
    }

    @Override
    public CompletionStage<List<Acceptance>> acceptAll(List<Emission> emissions) {
        List<Offer> offers =
                emissions.stream().map(emission -> offer(emission, true)).toList();
        int events = (int) offers.stream().filter(Offer::isEvent).count();
        DroverException away = turnedAway(events);
        if (away != null) {
            return CompletableFuture.failedFuture(away);
        }
        List<CompletableFuture<Acceptance>> answers =
                offers.stream().map(this::take).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    /**
     * What was handed over: an event, or why it is none.
     *
     * @param event null where there are violations
     */
    private record Offer(@Nullable TriggerInstance event, Duration window, List<String> violations) {
        boolean isEvent() {
            return event != null;
        }
    }

    private Offer offer(Emission emission, boolean checked) {
        Trigger trigger = registry.trigger(emission.trigger());
        TriggerType type = trigger == null ? null : registry.triggerType(trigger.type());
        if (trigger == null || type == null) {
            return new Offer(
                    null,
                    emission.dedupeWindow(),
                    List.of("Trigger '" + emission.trigger()
                            + "' is not registered. Register the pack that declares it, or a rule that asks for it."));
        }
        List<String> violations = checked ? violations(type, emission) : List.of();
        return new Offer(
                violations.isEmpty() ? instance(emission, trigger) : null, emission.dedupeWindow(), violations);
    }

    private CompletionStage<Acceptance> accept(Offer offer) {
        DroverException away = turnedAway(offer.isEvent() ? 1 : 0);
        return away == null ? take(offer) : CompletableFuture.failedFuture(away);
    }

    /** {@return why so many events cannot be taken now; null where they can} */
    private @Nullable DroverException turnedAway(int events) {
        if (!open) {
            return DroverException.of(
                    ErrorCode.UNAVAILABLE,
                    "The daemon takes no events now: it is starting or stopping. Try again shortly.");
        }
        if (events > 0 && inFlight.get() + runs.open() + events > mostOpen) {
            return DroverException.of(
                    ErrorCode.TOO_MANY,
                    "There are " + mostOpen
                            + " events and executions under way, the most this daemon takes. Try again in a few seconds.");
        }
        return null;
    }

    private CompletableFuture<Acceptance> take(Offer offer) {
        TriggerInstance event = offer.event();
        if (event == null) {
            refused.increment();
            return CompletableFuture.completedFuture(Acceptance.refused(offer.violations()));
        }
        CompletableFuture<Acceptance> answer = new CompletableFuture<>();
        inFlight.incrementAndGet();
        queue.add(new Arrival(event, offer.window(), batch -> {}, answer, new CompletableFuture<>()));
        return answer;
    }

    private List<String> violations(TriggerType type, Emission emission) {
        try {
            return registry.payloadCheck(type).violations(emission.payload());
        } catch (DroverException unusable) {
            return List.of(
                    "The payload schema of trigger type '" + type.ref() + "' cannot be used. " + unusable.getMessage());
        }
    }

    /**
     * Takes an event that something inside caused; both are committed together, or neither. Unlike events from outside it
     * is taken while the daemon stops, too.
     *
     * @param trace the one of its cause
     */
    public CompletableFuture<Outcome> follow(Emission emission, Trigger trigger, Trace trace, Consumer<Batch> cause) {
        TriggerInstance made = instance(emission, trigger);
        TriggerInstance event = new TriggerInstance(
                made.id(),
                made.trigger(),
                made.triggerType(),
                made.payload(),
                made.occurredAt(),
                made.acceptedAt(),
                null,
                made.source(),
                trace);
        CompletableFuture<Outcome> committed = new CompletableFuture<>();
        inFlight.incrementAndGet();
        queue.add(new Arrival(event, emission.dedupeWindow(), cause, new CompletableFuture<>(), committed));
        return committed;
    }

    private TriggerInstance instance(Emission emission, Trigger trigger) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant occurred = emission.occurredAt();
        String id = ids.next();
        String tag = emission.traceTag();
        return new TriggerInstance(
                id,
                trigger.ref(),
                trigger.type(),
                emission.payload(),
                occurred == null || occurred.isAfter(now) ? now : occurred.truncatedTo(ChronoUnit.MICROS),
                now,
                emission.dedupeKey(),
                emission.source(),
                new Trace(ids.next(), tag == null ? "trigger_instance-" + id : tag));
    }

    @Override
    public CompletionStage<Void> bury(DeadLetter letter) {
        return committer
                .submit(Change.of(batch -> {
                    batch.also(transaction -> transaction.deadLetters().add(letter));
                    batch.append(
                            AuditRecord.of(letter.source(), "refused", "dead letter", letter.id(), null, letter.at())
                                    .because(String.join("; ", letter.reasons())));
                }))
                .thenApply(outcome -> null);
    }

    /** Does work on the owner's thread, between two batches, and waits for it. */
    public <T> T between(Supplier<T> work) {
        if (Thread.currentThread() == thread) {
            return work.get();
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        queue.add(new Turn(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }));
        try {
            return done.join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void run() {
        List<Arrival> arrivals = new ArrayList<>(MOST_EVENTS);
        while (!closing || !queue.isEmpty()) {
            Task task;
            try {
                task = queue.poll(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                // only close() ends this thread, by its flag: what waits must still be answered
                continue;
            }
            while (task != null) {
                if (task instanceof Turn turn) {
                    dispatch(arrivals);
                    turn.work().run();
                } else if (task instanceof Arrival arrival) {
                    arrivals.add(arrival);
                    if (arrivals.size() == MOST_EVENTS) {
                        dispatch(arrivals);
                    }
                }
                task = queue.poll();
            }
            dispatch(arrivals);
        }
    }

    private void dispatch(List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return;
        }
        List<Arrival> batch = List.copyOf(arrivals);
        arrivals.clear();
        try {
            commit(batch, matcher.match(batch.stream().map(Arrival::event).toList()));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (batch.size() == 1) {
                submitUnmatched(batch.get(0), e);
            } else {
                LOG.warn("A batch of events could not be matched; each is matched alone.", e);
                batch.forEach(arrival -> dispatch(new ArrayList<>(List.of(arrival))));
            }
        }
        overruns.tooOften().forEach(this::quarantine);
    }

    /** An event that no rule could be asked about is kept with the reason: its source would send it for ever. */
    private void submitUnmatched(Arrival arrival, Throwable reason) {
        TriggerInstance event = arrival.event();
        LOG.error("Event {} could not be matched; it is kept without any enforcement.", event.id(), reason);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Enforced rows = new Enforced();
        rows.add(AuditRecord.of(
                        "engine", "failed", "event", event.id(), event.trace().id(), now)
                .because("The rules could not be asked about it: " + reason + ". Re-emit it once that is mended."));
        submit(arrival, rows, List.of(), now);
    }

    private void quarantine(Revision rule) {
        try {
            quarantine.accept(rule);
            overruns.forget(rule);
        } catch (RuntimeException e) {
            LOG.error("Rule {} could not be quarantined; it is tried again after the next events.", rule.rule(), e);
        }
    }

    private void commit(List<Arrival> batch, Matches matches) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Enforced> enforced = new ArrayList<>(batch.size());
        batch.forEach(arrival -> enforced.add(new Enforced()));
        for (RuleMatch match : matches.matches()) {
            RegisteredRule registered = registry.rule(match.rule());
            if (registered != null) {
                TriggerInstance event = batch.get(match.event()).event();
                enforcer.enforce(registered.rule(), match.revision(), event, now, enforced.get(match.event()));
            }
        }
        List<List<MatchError>> errors = new ArrayList<>(batch.size());
        batch.forEach(arrival -> errors.add(new ArrayList<>()));
        for (MatchError error : matches.errors()) {
            errors.get(error.event()).add(error);
            if (error.overBudget()) {
                String event = batch.get(error.event()).event().id();
                overruns.add(new Revision(error.rule(), error.revision()), event);
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            submit(batch.get(i), enforced.get(i), errors.get(i), now);
        }
    }

    private void submit(Arrival arrival, Enforced rows, List<MatchError> errors, Instant now) {
        TriggerInstance event = arrival.event();
        Change.@Nullable Once once =
                event.dedupeKey() == null ? null : new Change.Once(TriggerInstances.dedupeKey(event), event.id());
        Change change = new Change(once, batch -> {
            arrival.cause().accept(batch);
            batch.insert(event, arrival.window());
            batch.append(AuditRecord.of(
                            event.source(),
                            "accepted",
                            "event",
                            event.id(),
                            event.trace().id(),
                            event.acceptedAt())
                    .with("trigger", event.trigger().toString()));
            rows.into(batch);
            count(batch, errors, event, now);
        });
        CompletableFuture<Void> unused = committer.submit(change).handle((outcome, failure) -> {
            if (failure == null && outcome.duplicateOf() == null) {
                failPoint.accept("dispatch-committed");
                rows.startable().forEach(runs::start);
            }
            answer(arrival, outcome, failure);
            return null;
        });
    }

    /** The first error of a clause within an hour is an enforcement of its own; the others are only counted. */
    private void count(Batch batch, List<MatchError> errors, TriggerInstance event, Instant now) {
        if (errors.isEmpty()) {
            return;
        }
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        batch.also(transaction -> {
            List<ClauseError> counted = errors.stream()
                    .map(error -> new ClauseError(
                            error.rule(), error.revision(), error.clause(), hour, error.message(), event.id(), 1))
                    .toList();
            Map<Ref, List<ClauseError>> firsts = new LinkedHashMap<>();
            transaction
                    .enforcements()
                    .count(counted)
                    .forEach(first -> firsts.computeIfAbsent(first.rule(), rule -> new ArrayList<>())
                            .add(first));
            Enforced failed = new Enforced();
            firsts.forEach((rule, errorsOfRule) -> {
                RegisteredRule registered = registry.rule(rule);
                if (registered != null) {
                    int revision = errorsOfRule.get(0).ruleRevision();
                    enforcer.fail(registered.rule(), revision, event, now, reason(errorsOfRule), failed);
                }
            });
            transaction.enforcements().insertAll(failed.enforcements());
            failed.auditInto(batch);
        });
    }

    private static String reason(List<ClauseError> errors) {
        return errors.stream()
                .map(error -> "Clause '" + error.clause() + "' could not be decided: " + error.message())
                .collect(Collectors.joining(" "));
    }

    private void answer(Arrival arrival, @Nullable Outcome outcome, @Nullable Throwable failure) {
        inFlight.decrementAndGet();
        if (failure != null) {
            arrival.committed().completeExceptionally(failure);
            arrival.answer().completeExceptionally(failure);
        } else if (outcome != null && outcome.duplicateOf() != null) {
            duplicates.increment();
            arrival.answer().complete(Acceptance.duplicate(outcome.duplicateOf()));
        } else {
            accepted.increment();
            arrival.committed().complete(outcome);
            arrival.answer().complete(Acceptance.accepted(arrival.event().id()));
        }
    }

    /** Takes no more events. */
    public void stopTaking() {
        open = false;
    }

    /** Dispatches what waits, then ends. */
    @Override
    public void close() {
        open = false;
        closing = true;
        queue.add(new Turn(() -> {}));
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.debug("The dispatcher has ended in state {}.", thread.getState());
    }
}

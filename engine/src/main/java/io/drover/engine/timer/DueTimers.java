package io.drover.engine.timer;

import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.schedule.Schedule;
import io.drover.engine.schedule.TimerTypes;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.store.Store;
import io.drover.model.timer.Missed;
import io.drover.model.timer.Timer;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events of the times at which timers are due. A timer is a row; it moves on in the transaction that stores its event,
 * and only from where it stood: so each due time becomes one event, wherever the process ends and however many nodes there
 * are. Used by one thread at a time.
 */
public final class DueTimers {
    private static final Logger LOG = LoggerFactory.getLogger(DueTimers.class);
    private static final int MOST_AT_ONCE = 500;
    /** What is later than this, in a running daemon, was missed: the machine slept, or the database was away. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Registry registry;
    private final Store store;
    private final Committer committer;
    private final Dispatcher dispatcher;
    private final ZoneId zone;
    private final Missed missed;
    private final InstantSource clock;
    private final Instant opened;
    private final Map<Ref, Schedule> schedules = new HashMap<>();
    private List<Trigger> settled = List.of();
    private @Nullable Instant first;
    private boolean begun;

    /**
     * Timers from now on; what was due before was missed.
     *
     * @param zone of timers that name none
     * @param missed what becomes of missed times where a timer does not say
     */
    public DueTimers(
            Registry registry,
            Store store,
            Committer committer,
            Dispatcher dispatcher,
            ZoneId zone,
            Missed missed,
            InstantSource clock) {
        this.registry = registry;
        this.store = store;
        this.committer = committer;
        this.dispatcher = dispatcher;
        this.zone = zone;
        this.missed = missed;
        this.clock = clock;
        this.opened = clock.instant();
    }

    /**
     * Has a timer for each trigger that rules ask for now, and makes events of all that is due.
     *
     * @return when the next timer is due; null: none is
     * @throws DroverException where the database does not answer, or the daemon takes no events now: to be tried again
     */
    public @Nullable Instant tick() {
        List<Trigger> wanted = registry.timers();
        if (!begun || !wanted.equals(settled)) {
            settle(wanted);
            first = first();
            settled = wanted;
            begun = true;
        }
        while (first != null && !first.isAfter(clock.instant())) {
            boolean moved = fire();
            first = first();
            if (!moved) {
                return first;
            }
        }
        return first;
    }

    private @Nullable Instant first() {
        return store.read(transaction -> transaction.timers().first());
    }

    private void settle(List<Trigger> wanted) {
        Map<Ref, Timer> stored = new HashMap<>();
        store.read(transaction -> transaction.timers().list())
                .forEach(timer -> stored.put(timer.trigger().ref(), timer));
        schedules.clear();
        List<Timer> added = new ArrayList<>();
        for (Trigger trigger : wanted) {
            Timer known = stored.remove(trigger.ref());
            Instant since = known == null ? clock.instant().truncatedTo(ChronoUnit.MILLIS) : known.since();
            try {
                Missed unused = TimerTypes.missed(trigger, missed);
                Schedule schedule = TimerTypes.schedule(trigger, since, zone);
                schedules.put(trigger.ref(), schedule);
                if (known == null) {
                    added.add(new Timer(trigger, since, schedule.next(since), null));
                }
            } catch (IllegalArgumentException unusable) {
                LOG.warn("Timer {} {} is never due: {}", trigger.type(), trigger.parameters(), unusable.getMessage());
            }
        }
        if (!added.isEmpty() || !stored.isEmpty()) {
            committer.commit(Change.of(batch -> {
                added.forEach(timer -> add(batch, timer));
                stored.keySet().forEach(gone -> remove(batch, gone));
            }));
        }
    }

    private static void add(Batch batch, Timer timer) {
        batch.also(transaction -> {
            if (transaction.timers().add(timer)) {
                batch.append(record("created", timer.trigger().ref(), batch.at()));
            }
        });
    }

    private static void remove(Batch batch, Ref trigger) {
        batch.also(transaction -> {
            if (transaction.timers().remove(trigger)) {
                batch.append(record("deleted", trigger, batch.at()).because("No rule asks for it any more."));
            }
        });
    }

    private static AuditRecord record(String did, Ref trigger, Instant at) {
        return AuditRecord.of("engine", did, "timer", trigger.toString(), null, at);
    }

    /** Lets every timer that is due go one step. {@return whether one did} */
    private boolean fire() {
        Instant now = clock.instant();
        List<CompletableFuture<?>> steps = new ArrayList<>();
        for (Timer timer : store.read(transaction -> transaction.timers().due(now, MOST_AT_ONCE))) {
            Schedule schedule = schedules.get(timer.trigger().ref());
            if (schedule != null && timer.next() != null) {
                steps.add(step(timer, timer.next(), schedule, now).toCompletableFuture());
            }
        }
        boolean one = false;
        for (CompletableFuture<?> step : steps) {
            one |= isDone(step);
        }
        return one;
    }

    private CompletionStage<?> step(Timer timer, Instant due, Schedule schedule, Instant now) {
        Instant missedUntil = now.minus(LATE).isAfter(opened) ? now.minus(LATE) : opened;
        Missed policy = TimerTypes.missed(timer.trigger(), missed);
        if (!due.isBefore(missedUntil) || policy == Missed.ALL) {
            return emit(timer, due, due, schedule, now);
        }
        Instant latest = schedule.latest(due, missedUntil);
        if (policy == Missed.LAST) {
            return emit(timer, due, latest, schedule, now);
        }
        Ref trigger = timer.trigger().ref();
        return committer.submit(Change.of(batch -> {
            moveOn(batch, trigger, due, schedule.next(latest), null);
            batch.append(record("skipped", trigger, now)
                    .because("It was due from " + due + " to " + latest + " and missed; its policy is none."));
        }));
    }

    private CompletionStage<Acceptance> emit(Timer timer, Instant seen, Instant due, Schedule schedule, Instant now) {
        Trigger trigger = timer.trigger();
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("executed_at", PythonMoment.text(now));
        payload.put("schedule", null);
        payload.put("due_at", due.toString());
        Emission emission = new Emission(
                trigger.ref(),
                payload,
                due,
                due.toString(),
                Emission.DEDUPE_WINDOW,
                trigger.type().name() + "-" + trigger.ref().name(),
                "timer");
        Instant next = schedule.next(due);
        return dispatcher
                .acceptWith(emission, batch -> moveOn(batch, trigger.ref(), seen, next, due))
                .thenCompose(acceptance -> acceptance.verdict() == Acceptance.Verdict.DUPLICATE
                        ? passOver(trigger.ref(), seen, next, acceptance)
                        : CompletableFuture.completedFuture(acceptance));
    }

    /** The time became an event earlier: the clock was set back, or the rules asked for the timer anew. */
    private CompletionStage<Acceptance> passOver(
            Ref trigger, Instant seen, @Nullable Instant next, Acceptance duplicate) {
        return committer
                .submit(Change.of(batch -> moveOn(batch, trigger, seen, next, null)))
                .thenApply(outcome -> duplicate);
    }

    private static void moveOn(
            Batch batch, Ref trigger, Instant seen, @Nullable Instant next, @Nullable Instant fired) {
        batch.also(transaction -> {
            if (!transaction.timers().moveOn(trigger, seen, next, fired)) {
                throw DroverException.of(
                        ErrorCode.CONFLICT,
                        "Timer " + trigger + " is not due at " + seen + " any more: another node was first.");
            }
        });
    }

    /** {@return whether the timer moved on here} */
    private static boolean isDone(CompletableFuture<?> step) {
        try {
            return !(step.join() instanceof Acceptance acceptance)
                    || acceptance.verdict() != Acceptance.Verdict.REFUSED;
        } catch (CompletionException e) {
            if (e.getCause() instanceof DroverException known && known.code() == ErrorCode.CONFLICT) {
                LOG.debug("A timer was moved on by another node.", known);
                return false;
            }
            if (e.getCause() instanceof DroverException known) {
                throw known;
            }
            throw e;
        }
    }
}

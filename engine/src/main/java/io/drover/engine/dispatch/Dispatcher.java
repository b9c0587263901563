package io.drover.engine.dispatch;

import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.dispatch.Offers.Offer;
import io.drover.engine.enforce.RuleEnforcer;
import io.drover.engine.execute.Runs;
import io.drover.engine.ids.Ids;
import io.drover.engine.match.Floods;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.trace.Tracing;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Trace;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInbox;
import io.drover.model.trigger.TriggerInstance;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where events are handed over: one is accepted, refused, or turned away at once. What is accepted waits for the owner of
 * the rules, whose one thread matches it in small batches, and changes rules between two of them. What an event leads to is
 * committed together with it; its source is answered only after that.
 */
public final class Dispatcher implements TriggerInbox, AutoCloseable {
    private final Offers offers;
    private final Decisions decisions;
    private final Committer committer;
    private final Runs runs;
    private final int mostOpen;
    private final Tally tally = new Tally();
    private final Owner owner;
    private volatile boolean open;

    /**
     * A dispatcher; it takes events once it is {@link #open}.
     *
     * @param mostOpen how many events and executions may be under way before new events are turned away
     */
    public Dispatcher(
            Registry registry,
            RuleMatcher matcher,
            Overruns overruns,
            Floods floods,
            RuleEnforcer enforcer,
            Committer committer,
            Runs runs,
            Ids ids,
            InstantSource clock,
            int mostOpen,
            Consumer<String> failPoint,
            Tracing tracing) {
        this.offers = new Offers(registry, ids, clock, tracing);
        this.decisions = new Decisions(
                registry, matcher, overruns, floods, enforcer, committer, runs, clock, tally, failPoint, tracing);
        this.committer = committer;
        this.runs = runs;
        this.mostOpen = mostOpen;
        this.owner = new Owner(decisions::decide);
    }

    /** Says what is done between two batches with a rule that was over a budget, for a reason. */
    public void quarantine(BiConsumer<Revision, String> step) {
        decisions.quarantine(step);
    }

    /** Takes events from now on. */
    public void open() {
        open = true;
    }

    /** {@return whether events are taken} */
    public boolean isOpen() {
        return open && !owner.hasEnded();
    }

    public long accepted() {
        return tally.accepted().sum();
    }

    public long refused() {
        return tally.refused().sum();
    }

    public long duplicates() {
        return tally.duplicates().sum();
    }

    /** {@return how many events were handed over and are not committed yet} */
    public int inFlight() {
        return tally.inFlight().get();
    }

    @Override
    public CompletionStage<Acceptance> accept(Emission emission) {
        return accept(offers.offer(emission, true));
    }

    /** As {@link #accept}, for a payload that the caller itself made to the schema of the trigger's type. */
    public CompletionStage<Acceptance> acceptFitting(Emission emission) {
        return accept(offers.offer(emission, false));
    }

    /**
     * As {@link #accept}, for an event that somebody asked for.
     *
     * @param asked makes the record of that, which is committed with the event
     */
    public CompletionStage<Acceptance> acceptAsked(Emission emission, Function<TriggerInstance, AuditRecord> asked) {
        return accept(offers.offer(emission, true), event -> batch -> batch.append(asked.apply(event)));
    }

    /**
     * As {@link #acceptFitting}, for an event that something inside made.
     *
     * @param along what is committed with the event; nothing of it where the event is a duplicate
     */
    public CompletionStage<Acceptance> acceptWith(Emission emission, Consumer<Batch> along) {
        return accept(offers.offer(emission, false), event -> along);
    }

    private CompletionStage<Acceptance> accept(Offer offer) {
        return accept(offer, Dispatcher::uncaused);
    }

    private CompletionStage<Acceptance> accept(Offer offer, Function<TriggerInstance, Consumer<Batch>> cause) {
        DroverException away = turnedAway(offer.isEvent() ? 1 : 0);
        return away == null ? take(offer, cause) : CompletableFuture.failedFuture(away);
    }

    @Override
    public CompletionStage<List<Acceptance>> acceptAll(List<Emission> emissions) {
        return acceptAll(emissions, Dispatcher::uncaused);
    }

    /**
     * As {@link #acceptAll(List)}.
     *
     * @param along gives what is committed with each event; nothing of it where the event is a duplicate
     */
    public CompletionStage<List<Acceptance>> acceptAll(
            List<Emission> emissions, Function<TriggerInstance, Consumer<Batch>> along) {
        List<Offer> offered =
                emissions.stream().map(emission -> offers.offer(emission, true)).toList();
        int events = (int) offered.stream().filter(Offer::isEvent).count();
        DroverException away = turnedAway(events);
        if (away != null) {
            return CompletableFuture.failedFuture(away);
        }
        List<CompletableFuture<Acceptance>> answers =
                offered.stream().map(offer -> take(offer, along)).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    /** {@return why so many events cannot be taken now; null where they can} */
    private @Nullable DroverException turnedAway(int events) {
        if (!isOpen()) {
            return DroverException.of(
                    ErrorCode.UNAVAILABLE,
                    "The daemon takes no events now: it is starting or stopping. Try again shortly.");
        }
        if (events > 0 && inFlight() + runs.open() + events > mostOpen) {
            return DroverException.of(
                    ErrorCode.TOO_MANY,
                    "There are " + mostOpen
                            + " events and executions under way, the most this daemon takes. Try again in a few seconds.");
        }
        return null;
    }

    private static Consumer<Batch> uncaused(TriggerInstance event) {
        return Dispatcher::nothing;
    }

    private static void nothing(Batch batch) {}

    private CompletableFuture<Acceptance> take(Offer offer, Function<TriggerInstance, Consumer<Batch>> cause) {
        TriggerInstance event = offer.event();
        if (event == null) {
            tally.refused().increment();
            return CompletableFuture.completedFuture(Acceptance.refused(offer.violations()));
        }
        Arrival arrival = Arrival.of(List.of(event), offer.window(), cause.apply(event));
        hand(arrival);
        return arrival.answer();
    }

    private void hand(Arrival arrival) {
        tally.inFlight().incrementAndGet();
        owner.add(arrival);
    }

    /**
     * Takes events that something inside caused; they are committed with it, or nothing is. Unlike events from outside they
     * are taken while the daemon stops, too. An event whose trigger is not there any more is left out.
     *
     * @param trace the one of their cause
     */
    public CompletableFuture<Outcome> follow(List<Emission> emissions, Trace trace, Consumer<Batch> cause) {
        List<TriggerInstance> events = emissions.stream()
                .flatMap(emission -> offers.following(emission, trace).stream())
                .toList();
        if (events.isEmpty()) {
            return committer.submit(Change.of(cause));
        }
        Arrival arrival = Arrival.of(events, Emission.DEDUPE_WINDOW, cause);
        hand(arrival);
        return arrival.committed();
    }

    @Override
    public CompletionStage<Void> bury(DeadLetter letter) {
        return bury(letter, Dispatcher::nothing);
    }

    /**
     * As {@link #bury(DeadLetter)}.
     *
     * @param along what is committed with the letter
     */
    public CompletionStage<Void> bury(DeadLetter letter, Consumer<Batch> along) {
        return committer
                .submit(Change.of(batch -> {
                    along.accept(batch);
                    batch.also(transaction -> {
                        if (transaction.deadLetters().add(letter)) {
                            batch.append(AuditRecord.of(
                                            letter.source(), "refused", "dead letter", letter.id(), null, letter.at())
                                    .because(String.join("; ", letter.reasons())));
                        }
                    });
                }))
                .thenApply(outcome -> null);
    }

    /**
     * Does work on the owner's thread, between two batches, and waits for it.
     *
     * @throws DroverException {@code UNAVAILABLE} where that thread has ended
     */
    public <T> T between(Supplier<T> work) {
        return owner.between(work);
    }

    /** Takes no more events. */
    public void stopTaking() {
        open = false;
    }

    /** Dispatches what waits, then ends. */
    @Override
    public void close() {
        open = false;
        owner.close();
    }
}

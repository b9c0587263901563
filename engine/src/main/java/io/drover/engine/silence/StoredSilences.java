package io.drover.engine.silence;

import io.drover.engine.access.Asked;
import io.drover.engine.api.Silences;
import io.drover.engine.ids.Ids;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.silence.MaintenanceWindow;
import io.drover.model.silence.Silence;
import io.drover.model.text.ShortDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Silences as the store has them. */
public final class StoredSilences implements Silences {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(31);
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
    /** So long they can be looked up. */
    private static final Duration KEPT_WHEN_OVER = Duration.ofDays(90);

    private static final String KIND = "silence";

    private final SilenceBook book;
    private final Ids ids;
    private final InstantSource clock;

    public StoredSilences(SilenceBook book, Ids ids, InstantSource clock) {
        this.book = book;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public List<Silence> list() {
        return book.read(transaction -> transaction.silences().list());
    }

    @Override
    public Optional<Silence> find(String id) {
        return book.read(transaction -> transaction.silences().find(id));
    }

    @Override
    public Silence create(Wish wish, Principal by) {
        Instant now = now();
        Silence silence = checked(silence(ids.next(), wish, now, by.user(), now));
        if (!silence.until().isAfter(now)) {
            throw DroverException.invalid("The silence would be over already: 'until' is " + silence.until()
                    + ", and now it is " + now + ". Give a later end.");
        }
        book.change(batch -> {
            batch.also(transaction -> {
                int unused = transaction.silences().forget(now.minus(KEPT_WHEN_OVER));
                transaction.silences().put(silence);
            });
            batch.append(entry(silence, "created", by, now));
        });
        return silence;
    }

    @Override
    public Silence update(String id, Wish wish, Principal by) {
        Silence before = existing(id);
        Silence silence = checked(silence(id, wish, before.from(), before.owner(), before.createdAt()));
        return store(silence, "changed", by);
    }

    @Override
    public Silence expire(String id, Principal by) {
        Silence silence = existing(id);
        Instant now = now();
        return silence.until().isAfter(now) ? store(silence.until(now), "expired", by) : silence;
    }

    private Silence store(Silence silence, String what, Principal by) {
        Instant now = now();
        book.change(batch -> {
            batch.also(transaction -> transaction.silences().put(silence));
            batch.append(entry(silence, what, by, now));
        });
        return silence;
    }

    @Override
    public void delete(String id, Principal by) {
        Silence silence = existing(id);
        Instant now = now();
        book.change(batch -> {
            batch.also(transaction -> transaction.silences().remove(id));
            batch.append(entry(silence, "deleted", by, now));
        });
    }

    @Override
    public State state(Silence silence) {
        Instant now = now();
        if (now.isBefore(silence.from())) {
            return silence.until().isAfter(silence.from()) ? State.PENDING : State.OVER;
        }
        if (!silence.spans(now)) {
            return State.OVER;
        }
        try {
            return CompiledSilence.of(silence).since(now) == null ? State.WAITING : State.IN_FORCE;
        } catch (IllegalArgumentException unreadable) {
            return State.WAITING;
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Silence existing(String id) {
        return find(id).orElseThrow(() -> DroverException.notFound(
                "Unable to identify resource with id \"" + id + "\". 'drover silence list' shows all."));
    }

    private static Silence silence(String id, Wish wish, Instant from, String owner, Instant createdAt) {
        Instant begin = (wish.from() == null ? from : wish.from()).truncatedTo(ChronoUnit.MICROS);
        return new Silence(
                id,
                wish.matchers(),
                begin,
                end(begin, wish.until(), wish.length()).truncatedTo(ChronoUnit.MICROS),
                wish.window(),
                wish.owner() == null ? owner : wish.owner(),
                wish.reason().strip(),
                createdAt);
    }

    private static Instant end(Instant begin, @Nullable Instant until, @Nullable Duration length) {
        if ((until == null) == (length == null)) {
            throw DroverException.invalid("Expected 'until' or 'for', the length of the silence, but found "
                    + (until == null ? "neither" : "both") + ". A silence for ever is a rule that is disabled.");
        }
        return until == null ? begin.plus(length == null ? Duration.ZERO : length) : until;
    }

    private static Silence checked(Silence silence) {
        if (silence.matchers().isEmpty()) {
            throw DroverException.invalid(
                    "Expected at least one of 'rule', 'pack', 'action', 'tags' and 'payload', so that it"
                            + " is clear what to silence. To stop everything, start a freeze.");
        }
        if (silence.reason().isEmpty()) {
            throw DroverException.invalid("Expected a 'reason', so that others know why nothing happens.");
        }
        if (!silence.until().isAfter(silence.from())) {
            throw DroverException.invalid(
                    "Expected an 'until' after 'from', but found " + silence.until() + " and " + silence.from() + ".");
        }
        if (Duration.between(silence.from(), silence.until()).compareTo(LONGEST) > 0) {
            throw DroverException.invalid("Expected a silence of at most " + LONGEST.toDays()
                    + " days, but found one from " + silence.from() + " until " + silence.until() + ".");
        }
        checkWindow(silence.window());
        CompiledSilence compiled = compiled(silence);
        if (!compiled.comesEver()) {
            throw DroverException.invalid("None of the silence's windows comes between " + silence.from() + " and "
                    + silence.until() + ". Change its cron, or give a later 'until'.");
        }
        return silence;
    }

    private static void checkWindow(@Nullable MaintenanceWindow window) {
        if (window != null
                && (window.duration().compareTo(SHORTEST_WINDOW) < 0
                        || window.duration().compareTo(LONGEST_WINDOW) > 0)) {
            throw DroverException.invalid("Expected a window of " + ShortDuration.text(SHORTEST_WINDOW) + " to "
                    + ShortDuration.text(LONGEST_WINDOW) + ", but found one of "
                    + ShortDuration.text(window.duration()) + ".");
        }
    }

    private static CompiledSilence compiled(Silence silence) {
        try {
            return CompiledSilence.of(silence);
        } catch (IllegalArgumentException e) {
            throw DroverException.of(ErrorCode.INVALID_ARGUMENT, "The silence cannot be read: " + e.getMessage(), e);
        }
    }

    private static AuditRecord entry(Silence silence, String what, Principal by, Instant now) {
        return Asked.by(by, what, KIND, silence.id(), now)
                .with("until", silence.until().toString())
                .with("owner", silence.owner())
                .with("reason", silence.reason());
    }
}

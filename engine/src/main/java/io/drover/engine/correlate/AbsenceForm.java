package io.drover.engine.correlate;

import io.drover.model.text.InstantText;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Silences after the events of a key. Times in which it was not silent are kept as stretches, from which a late event can fill the
 * silence between: most often that is one. A silence is a match once the clock has passed its end by the lateness, so that
 * nothing can come any more that fills it.
 */
final class AbsenceForm implements Collected {
    private static final String SILENT = "silent";

    private final String name;
    private final String key;
    private final Span span;
    private final Duration hold;
    private final boolean isKept;
    private final List<Stretch> stretches = new ArrayList<>(1);
    private boolean silent;

    /**
     * Events none of which is further from the next than {@code within}.
     *
     * @param last the newest; null where the rule became active then
     */
    private record Stretch(
            Instant from, Instant until, @Nullable Kept last) {

        Stretch with(Stretch other) {
            Instant first = other.from.isBefore(from) ? other.from : from;
            return other.until.isBefore(until)
                    ? new Stretch(first, until, last)
                    : new Stretch(first, other.until, other.last);
        }
    }

    /**
     * Nothing is known of a key.
     *
     * @param key part of what tells a match from others
     * @param hold how long a match then waits and can still be cancelled
     * @param isKept whether it is kept where nothing is known of it, too
     */
    AbsenceForm(String name, String key, Span span, @Nullable Duration hold, boolean isKept) {
        this.name = name;
        this.key = key;
        this.span = span;
        this.hold = hold == null ? Duration.ZERO : hold;
        this.isKept = isKept;
    }

    /** Begins to wait where there was no event yet. */
    void begin(Instant now) {
        stretches.add(new Stretch(now, now, null));
    }

    /** Goes on with what another rule knew. */
    void goOnWith(AbsenceForm other) {
        stretches.addAll(other.stretches);
        silent = other.silent;
    }

    /** Its last silence counts as undecided again, as the match that it was is dropped before it was told. */
    void decideAnew() {
        silent = false;
    }

    @Override
    public @Nullable Completed take(Arrival arrival, CrossTests tests) {
        Kept kept = arrival.kept();
        if (!tests.hold(arrival.roles().get(0), kept.event(), this::named)) {
            return null;
        }
        if (silent) {
            silent = false;
            stretches.clear();
        }
        Stretch met = new Stretch(kept.time(), kept.time(), kept);
        int place = stretches.size();
        while (place > 0) {
            Stretch other = stretches.get(place - 1);
            if (span.end(other.until()).isBefore(met.from())) {
                break;
            }
            place--;
            if (!span.end(met.until()).isBefore(other.from())) {
                met = other.with(met);
                stretches.remove(place);
            }
        }
        stretches.add(place, met);
        return null;
    }

    /** A silence that was over before, with the time it is held, is not cancelled any more. */
    @Override
    public void cancel(Instant time) {
        if (silent) {
            silent = false;
            stretches.clear();
        } else {
            stretches.removeIf(stretch -> !span.end(stretch.until()).plus(hold).isBefore(time));
        }
    }

    @Override
    public Map<String, TriggerInstance> named() {
        Kept last =
                stretches.isEmpty() ? null : stretches.get(stretches.size() - 1).last();
        return last == null ? Map.of() : Map.of(name, last.event());
    }

    @Override
    public boolean isEmpty() {
        return stretches.isEmpty() && !isKept;
    }

    @Override
    public int size() {
        int size = 0;
        for (Stretch stretch : stretches) {
            size += stretch.last() == null ? 0 : 1;
        }
        return size;
    }

    @Override
    public boolean decides() {
        return true;
    }

    @Override
    public @Nullable Instant due() {
        return silent || stretches.isEmpty() ? null : span.over(stretches.get(0).until());
    }

    @Override
    public @Nullable Completed elapse() {
        if (silent || stretches.isEmpty()) {
            return null;
        }
        Stretch stretch = stretches.get(0);
        if (stretches.size() > 1) {
            stretches.remove(0);
        } else {
            silent = true;
        }
        Instant due = span.end(stretch.until());
        Kept last = stretch.last();
        List<Match.Member> members = last == null ? List.of() : List.of(new Match.Member(name, last.event()));
        return Completed.of(due, members, Map.of(), key + " " + due);
    }

    @Override
    public List<Piece> pieces() {
        if (isEmpty()) {
            return List.of();
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<TriggerInstance> events = new ArrayList<>();
        for (Stretch stretch : stretches) {
            Kept last = stretch.last();
            rows.add(Arrays.asList(
                    last == null ? null : last.event().id(),
                    last == null ? 0L : last.order(),
                    stretch.from().toString(),
                    stretch.until().toString()));
            if (last != null) {
                events.add(last.event());
            }
        }
        return List.of(Piece.of(Piece.FORM, Map.of(Piece.EVENTS, rows, SILENT, silent), events));
    }

    @Override
    public Set<String> parts() {
        return isEmpty() ? Set.of() : Set.of(Piece.FORM);
    }

    @Override
    public List<Piece> changed() {
        return pieces();
    }

    @Override
    public void restore(Map<String, Map<String, @Nullable Object>> documents, Recalled events) {
        Map<String, @Nullable Object> document = documents.getOrDefault(Piece.FORM, Map.of());
        for (List<?> row : Piece.rows(document, Piece.EVENTS)) {
            Kept last = events.kept(row);
            stretches.add(new Stretch(instant(row.get(2)), instant(row.get(3)), last));
        }
        silent = Boolean.TRUE.equals(document.get(SILENT));
    }

    private static Instant instant(@Nullable Object text) {
        return InstantText.read(String.valueOf(Objects.requireNonNull(text, "a time")));
    }
}

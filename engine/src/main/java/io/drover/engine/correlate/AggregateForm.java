package io.drover.engine.correlate;

import io.drover.model.rule.Form;
import io.drover.model.trigger.TriggerInstance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function over a sliding window, which ends at the clock. It is tested when an event comes and when one leaves; a match is
 * where it begins to satisfy the condition, and clears nothing.
 */
final class AggregateForm implements Collected {
    private static final String SATISFIED = "satisfied";
    private static final int MOST_DIGITS = 400;

    private final Form.Aggregate form;
    private final EventPath value;
    private final Span span;
    private final Window window = new Window();
    private Running running;
    private boolean satisfied;
    private boolean satisfiedChanged;

    AggregateForm(Form.Aggregate form, EventPath value, Span span) {
        this.form = form;
        this.value = value;
        this.span = span;
        this.running = Running.of(form.function());
    }

    @Override
    public @Nullable Completed take(Arrival arrival, CrossTests tests) {
        Kept kept = arrival.kept();
        if (span.end(kept.time()).isBefore(arrival.clock())
                || !tests.hold(arrival.roles().get(0), kept.event(), this::named)) {
            return null;
        }
        Object found = value.of(kept.event());
        if (!running.accepts(found)) {
            String wanted = form.function() == Form.Function.COUNT_DISTINCT ? "a text, number or boolean" : "a number";
            tests.undecided(
                    kept.event(),
                    form.function().label() + " of " + value,
                    "Expected " + wanted + " at " + value + ", but found "
                            + (found == null ? "nothing" : found.getClass().getSimpleName())
                            + ". The event is left out of the window.");
            return null;
        }
        window.add(kept, found);
        running.add(found);
        return test(kept.time());
    }

    private @Nullable Completed test(Instant at) {
        boolean before = satisfied;
        satisfied(window.size() > 0 && running.satisfies(form.having()));
        if (before || !satisfied) {
            return null;
        }
        List<Window.Item> accepted = window.accepted();
        List<Window.Item> shown = accepted.subList(Math.max(0, accepted.size() - Match.MOST_SHOWN), accepted.size());
        List<Match.Member> members = shown.stream()
                .map(item -> new Match.Member(form.event().name(), item.kept().event()))
                .toList();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("value", json(running.result()));
        values.put("events_total", (long) accepted.size());
        return Completed.of(at, members, values, once(accepted, members));
    }

    /** Of a long window only the newest events are shown: its oldest one tells it from one that shows the same. */
    private String once(List<Window.Item> accepted, List<Match.Member> members) {
        Window.Item first = window.first();
        String shown = Completed.once(members);
        return accepted.size() == members.size() || first == null
                ? shown
                : first.kept().event().id() + ".." + shown;
    }

    private static Object json(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.scale() <= 0 && plain.precision() - plain.scale() < MOST_DIGITS
                ? plain.toBigInteger()
                : number.doubleValue();
    }

    private void satisfied(boolean now) {
        satisfiedChanged |= satisfied != now;
        satisfied = now;
    }

    @Override
    public void cancel(Instant time) {
        window.clear();
        running = Running.of(form.function());
        satisfied(false);
    }

    @Override
    public Map<String, TriggerInstance> named() {
        Window.Item newest = window.last();
        return newest == null
                ? Map.of()
                : Map.of(form.event().name(), newest.kept().event());
    }

    @Override
    public boolean isEmpty() {
        return window.size() == 0;
    }

    @Override
    public int size() {
        return window.size();
    }

    @Override
    public boolean decides() {
        return true;
    }

    @Override
    public @Nullable Instant due() {
        Window.Item first = window.first();
        return first == null ? null : span.end(first.time());
    }

    @Override
    public @Nullable Completed elapse() {
        Window.Item first = window.first();
        if (first == null) {
            return null;
        }
        window.removeBefore(first.time().plusNanos(1), item -> running.remove(item.value()));
        return test(span.end(first.time()));
    }

    @Override
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>(window.pieces());
        addHead(pieces);
        return pieces;
    }

    private void addHead(List<Piece> pieces) {
        if (satisfied) {
            pieces.add(new Piece(Piece.FORM, Map.of(SATISFIED, true), null));
        }
    }

    @Override
    public Set<String> parts() {
        Set<String> parts = new HashSet<>(window.parts());
        if (satisfied) {
            parts.add(Piece.FORM);
        }
        return parts;
    }

    @Override
    public List<Piece> changed() {
        List<Piece> changed = new ArrayList<>(window.changed());
        if (satisfiedChanged) {
            addHead(changed);
        }
        satisfiedChanged = false;
        return changed;
    }

    @Override
    public void restore(Map<String, Map<String, @Nullable Object>> documents, Recalled events) {
        Map<String, Map<String, @Nullable Object>> slices = new LinkedHashMap<>(documents);
        slices.remove(Piece.FORM);
        Instant from = span.within() == null ? Instant.MIN : events.clock().minus(span.within());
        window.restore(slices.values(), events, from);
        window.forEach(item -> running.add(item.value()));
        Map<String, @Nullable Object> head = documents.getOrDefault(Piece.FORM, Map.of());
        satisfied = Boolean.TRUE.equals(head.get(SATISFIED)) && window.size() > 0;
    }
}

package io.drover.engine.correlate;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import io.drover.model.text.InstantText;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a rule has collected for one key, and the match that it holds for it. */
final class KeyState implements Waiting {
    private static final String AT = "at";
    private static final String SHOWN = "shown";
    private static final String ONCE = "once";

    private final CorrelatedRule rule;
    private final String key;
    private final Collected form;
    private @Nullable Completed held;
    private @Nullable Instant planned;
    private Expiry.@Nullable Slot slot;
    private int place;
    private Set<String> stored = Set.of();
    private boolean dirty;

    KeyState(CorrelatedRule rule, String key, Collected form) {
        this.rule = rule;
        this.key = key;
        this.form = form;
    }

    /** Takes an event of the rule: first it cancels, if it does, then it is collected, if it can be. */
    void take(Arrival cancelling, Arrival forming, CrossTests tests) {
        Expiry.Slot waits = slot;
        if (waits != null && waits.isReached(forming.clock()) && letGo(forming.clock(), Integer.MAX_VALUE)) {
            touch();
        }
        cancelling.roles().forEach(role -> cancel(role, cancelling.kept(), tests));
        if (held == null && !forming.roles().isEmpty()) {
            Completed completed = form.take(forming, tests);
            touch();
            complete(completed);
        }
    }

    /**
     * Drops what the clock has passed, where nothing comes of that.
     *
     * @param most so many times something is dropped at most
     * @return whether that was anything
     */
    boolean letGo(Instant clock, int most) {
        int done = 0;
        Instant lapse = lapse();
        while (lapse != null && lapse.isBefore(clock) && done < most) {
            Completed unused = form.elapse();
            done++;
            lapse = lapse();
        }
        return done > 0;
    }

    private void cancel(Role role, Kept by, CrossTests tests) {
        Completed match = held;
        if (match != null
                && !by.time().isAfter(rule.form().holdEnd(match.at()))
                && tests.hold(role, by.event(), () -> named(match))) {
            held = null;
            touch();
        }
        if (!form.isEmpty() && tests.hold(role, by.event(), form::named)) {
            form.cancel(by.time());
            touch();
        }
    }

    private static Map<String, TriggerInstance> named(Completed match) {
        Map<String, TriggerInstance> named = new LinkedHashMap<>();
        match.members().forEach(member -> named.put(member.name(), member.event()));
        return named;
    }

    private void complete(@Nullable Completed completed) {
        if (completed == null || held != null) {
            return;
        }
        if (rule.form().holds()) {
            held = completed;
        } else {
            rule.publish(key, completed);
        }
    }

    @Override
    public Ref rule() {
        return rule.ref();
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public @Nullable Instant due() {
        Instant formDue = form.decides() ? form.due() : null;
        Completed match = held;
        if (match == null) {
            return formDue;
        }
        Instant holdDue = rule.form().holdDue(match.at());
        return formDue == null || holdDue.isBefore(formDue) ? holdDue : formDue;
    }

    /** {@return when the first of its events can be let go; null where something comes of that, or it has none} */
    @Nullable
    Instant lapse() {
        return form.decides() ? null : form.due();
    }

    /** Its turn in {@link Expiry} has come. */
    void lapsed(Instant clock) {
        rule.lapse(this, clock);
    }

    @Override
    public void decide(Instant due) {
        rule.decide(this, due);
    }

    @Override
    public void settled() {
        rule.tidy(this);
    }

    /** Decides the first that is due: a match that is held before the form. */
    void elapse(Instant due) {
        Completed match = held;
        Instant formDue = form.decides() ? form.due() : null;
        if (match != null && !rule.form().holdDue(match.at()).isAfter(due)) {
            held = null;
            touch();
            rule.publish(key, match.at(rule.form().holdEnd(match.at())));
        } else if (formDue != null && !formDue.isAfter(due)) {
            Completed completed = form.elapse();
            touch();
            complete(completed);
        }
    }

    @Override
    public @Nullable Instant planned() {
        return planned;
    }

    @Override
    public void planned(@Nullable Instant at) {
        planned = at;
    }

    /** {@return where it stands in {@link Expiry}; null where it does not} */
    Expiry.@Nullable Slot slot() {
        return slot;
    }

    /** {@return its place in that slot} */
    int place() {
        return place;
    }

    void stand(Expiry.@Nullable Slot in, int at) {
        slot = in;
        place = at;
    }

    Collected form() {
        return form;
    }

    boolean isEmpty() {
        return form.isEmpty() && held == null;
    }

    /** {@return whether a match is held} */
    boolean isHeld() {
        return held != null;
    }

    int size() {
        return form.size() + (held == null ? 0 : held.members().size());
    }

    /** {@return whether it is to be stored} */
    boolean isDirty() {
        return dirty;
    }

    /** Takes down that it changed. */
    void touch() {
        if (!dirty) {
            dirty = true;
            rule.changed(this);
        }
    }

    /** Drops all of it. */
    void drop() {
        held = null;
        form.cancel(Instant.MIN);
    }

    /** {@return the names under which parts of it are stored} */
    List<RuleState.Name> stored() {
        return stored.stream()
                .map(part -> new RuleState.Name(rule.ref(), part, key))
                .toList();
    }

    /** Tells what has to be stored, and what is gone. */
    void changes(Collection<RuleState> put, Collection<RuleState.Name> removed) {
        dirty = false;
        List<Piece> pieces = new ArrayList<>(form.changed());
        addHeld(pieces);
        pieces.forEach(piece -> put.add(state(piece)));
        Set<String> parts = new HashSet<>(form.parts());
        if (held != null) {
            parts.add(Piece.HOLD);
        }
        for (String part : stored) {
            if (!parts.contains(part)) {
                removed.add(new RuleState.Name(rule.ref(), part, key));
            }
        }
        stored = parts;
    }

    /** Forgets that it changed. */
    void forgetChange() {
        dirty = false;
    }

    /** {@return all of it} */
    List<RuleState> states() {
        List<Piece> pieces = new ArrayList<>(form.pieces());
        addHeld(pieces);
        return pieces.stream().map(this::state).toList();
    }

    private RuleState state(Piece piece) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(piece.document());
        document.put(CorrelatedRule.COLLECTS, rule.form().collects(piece.part()));
        return new RuleState(rule.ref(), rule.revision(), piece.part(), key, document, piece.since());
    }

    private void addHeld(List<Piece> pieces) {
        Completed match = held;
        if (match == null) {
            return;
        }
        List<List<String>> rows = match.members().stream()
                .map(member -> List.of(member.name(), member.event().id()))
                .toList();
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(AT, match.at().toString());
        document.put(Piece.MEMBERS, rows);
        document.put(SHOWN, match.shown());
        document.put(ONCE, match.once());
        pieces.add(Piece.of(
                Piece.HOLD,
                document,
                match.members().stream().map(Match.Member::event).toList()));
    }

    /** Takes up what was stored, by part. */
    void restore(Map<String, Map<String, @Nullable Object>> documents, Recalled events) {
        stored = Set.copyOf(documents.keySet());
        Map<String, @Nullable Object> ofHeld = documents.get(Piece.HOLD);
        if (ofHeld == null) {
            form.restore(documents, events);
        } else {
            Map<String, Map<String, @Nullable Object>> ofForm = new LinkedHashMap<>(documents);
            ofForm.remove(Piece.HOLD);
            form.restore(ofForm, events);
            held = held(ofHeld, events);
        }
        Set<String> parts = new HashSet<>(form.parts());
        if (held != null) {
            parts.add(Piece.HOLD);
        }
        if (events.anyGone() || !parts.equals(stored)) {
            touch();
        }
    }

    private static @Nullable Completed held(Map<String, @Nullable Object> document, Recalled events) {
        List<List<?>> rows = Piece.rows(document, Piece.MEMBERS);
        List<Match.Member> members = new ArrayList<>(rows.size());
        for (List<?> row : rows) {
            TriggerInstance event = events.event(row.get(1));
            if (event != null) {
                members.add(new Match.Member(String.valueOf(row.get(0)), event));
            }
        }
        if (members.isEmpty() && !rows.isEmpty()) {
            return null;
        }
        Map<?, ?> shown = document.get(SHOWN) instanceof Map<?, ?> map ? map : Map.of();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        shown.forEach((name, value) -> values.put(String.valueOf(name), value));
        return new Completed(
                InstantText.read(String.valueOf(document.get(AT))),
                members,
                values,
                String.valueOf(document.get(ONCE)));
    }
}

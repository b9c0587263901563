package io.drover.engine.limit;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The states of one limit by key. Those that are due are found without looking at the others, those of one time in the order of
 * their keys, so that a restart changes nothing. It knows which changed since it was asked last.
 */
final class KeyedStates<S extends LimitState> {
    private final Ref rule;
    private final int revision;
    private final String part;
    private final Map<String, S> byKey = new HashMap<>();
    private final TreeSet<Due> queue =
            new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::key));
    private long size;
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> removed = new LinkedHashSet<>();

    private record Due(Instant at, String key) {}

    /** A state with its key. */
    record Entry<S>(String key, S state) {}

    KeyedStates(Ref rule, int revision, String part) {
        this.rule = rule;
        this.revision = revision;
        this.part = part;
    }

    @Nullable
    S get(String key) {
        return byKey.get(key);
    }

    void put(String key, S state) {
        restore(key, state);
        changed.add(key);
        removed.remove(key);
    }

    /** Puts a state that is stored already. */
    void restore(String key, S state) {
        forgetDue(byKey.put(key, state), key);
        size += state.size();
        queue.add(new Due(state.due(), key));
    }

    /** Removes a state, or says of one that is stored that it is gone. */
    @Nullable
    S remove(String key) {
        S gone = byKey.remove(key);
        forgetDue(gone, key);
        changed.remove(key);
        removed.add(key);
        return gone;
    }

    /** Removes the state that is due first. */
    Entry<S> takeDue() {
        String key = queue.first().key();
        return new Entry<>(key, Objects.requireNonNull(remove(key)));
    }

    private void forgetDue(@Nullable S before, String key) {
        if (before != null) {
            queue.remove(new Due(before.due(), key));
            size -= before.size();
        }
    }

    /** {@return how much all states remember} */
    long size() {
        return size;
    }

    @Nullable
    Instant nextDue() {
        return queue.isEmpty() ? null : queue.first().at();
    }

    /** {@return the states that changed since this was asked last} */
    Stream<RuleState> takeChanged() {
        var states = changed.stream().map(this::state).toList();
        changed.clear();
        return states.stream();
    }

    /** {@return the names of those that are gone since this was asked last} */
    Stream<RuleState.Name> takeRemoved() {
        var names =
                removed.stream().map(key -> new RuleState.Name(rule, part, key)).toList();
        removed.clear();
        return names.stream();
    }

    /** Forgets which changed and which are gone. */
    void forgetChanges() {
        changed.clear();
        removed.clear();
    }

    /** Has all states stored anew. */
    void touch() {
        changed.addAll(byKey.keySet());
    }

    Stream<TriggerInstance> events() {
        return byKey.values().stream().flatMap(LimitState::events);
    }

    Stream<RuleState> all() {
        return byKey.keySet().stream().sorted().map(this::state);
    }

    private RuleState state(String key) {
        S state = byKey.get(key);
        if (state == null) {
            throw new IllegalStateException("Expected a state of '" + part + "' under the key '" + key + "'");
        }
        return new RuleState(rule, revision, part, key, state.document(), state.since());
    }
}

package io.drover.engine.correlate;

import io.drover.engine.match.Matches;
import io.drover.engine.match.Matches.MatchError;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleMatch;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which of the events that rules ask for an event is, by the conditions on that event alone: each is a rule of the matcher. */
final class Selection implements AutoCloseable {
    private final RuleMatcher matcher;
    private final Map<Ref, Played> roles = new HashMap<>();
    private final Map<Ref, Map<Ref, CorrelatedRule>> asking = new HashMap<>();
    private final Map<Ref, Map<Ref, CorrelatedRule>> watching = new HashMap<>();

    private record Played(CorrelatedRule rule, Role role) {}

    Selection(RuleMatcher matcher) {
        this.matcher = matcher;
    }

    /** Has the events of a rule selected in the place of those of the old one, or leaves all as it was. */
    void put(@Nullable CorrelatedRule old, CorrelatedRule next) {
        remove(old);
        try {
            select(next);
        } catch (RuntimeException refused) {
            remove(next);
            if (old != null) {
                select(old);
            }
            throw refused;
        }
    }

    /** Has these rules in the place of all others. */
    void reset(Collection<CorrelatedRule> rules) {
        matcher.reset(rules.stream()
                .flatMap(rule -> rule.form().roles().stream())
                .map(Role::selection)
                .toList());
        roles.clear();
        asking.clear();
        watching.clear();
        rules.forEach(this::know);
    }

    private void select(CorrelatedRule rule) {
        rule.form().roles().forEach(role -> matcher.put(role.selection()));
        know(rule);
    }

    private void know(CorrelatedRule rule) {
        rule.form().roles().forEach(role -> roles.put(role.selection().ref(), new Played(rule, role)));
        rule.form().triggers().forEach(trigger -> add(asking, trigger, rule));
        watch(rule);
    }

    void remove(@Nullable CorrelatedRule rule) {
        if (rule != null) {
            for (Role role : rule.form().roles()) {
                matcher.remove(role.selection().ref());
                roles.remove(role.selection().ref());
            }
            for (Ref trigger : rule.form().triggers()) {
                remove(asking, trigger, rule);
                remove(watching, trigger, rule);
            }
        }
    }

    /** Takes down whether the limits of a rule look at all events of its triggers. */
    void watch(CorrelatedRule rule) {
        for (Ref trigger : rule.form().triggers()) {
            if (rule.watches()) {
                add(watching, trigger, rule);
            } else {
                remove(watching, trigger, rule);
            }
        }
    }

    private static void add(Map<Ref, Map<Ref, CorrelatedRule>> rules, Ref trigger, CorrelatedRule rule) {
        rules.computeIfAbsent(trigger, first -> new TreeMap<>()).put(rule.ref(), rule);
    }

    private static void remove(Map<Ref, Map<Ref, CorrelatedRule>> rules, Ref trigger, CorrelatedRule rule) {
        rules.computeIfPresent(trigger, (asked, others) -> {
            others.remove(rule.ref());
            return others.isEmpty() ? null : others;
        });
    }

    /** {@return whether any rule asks for events of a trigger} */
    boolean isAsked(Ref trigger) {
        return asking.containsKey(trigger);
    }

    /** {@return the rules whose limits look at all events of a trigger} */
    Collection<CorrelatedRule> watching(Ref trigger) {
        return watching.getOrDefault(trigger, Map.of()).values();
    }

    /** {@return the triggers that any rule asks for} */
    Set<Ref> triggers() {
        return Set.copyOf(asking.keySet());
    }

    /**
     * Asks which events of rules some events are.
     *
     * @throws io.drover.model.error.DroverException where what a condition asks for does not answer now
     */
    Walk walk(List<TriggerInstances.Entry> events) {
        List<TriggerInstance> asked = events.stream()
                .map(TriggerInstances.Entry::instance)
                .filter(event -> asking.containsKey(event.trigger()))
                .toList();
        Matches matches = asked.isEmpty() ? Matches.NONE : matcher.match(asked);
        if (!matches.away().isEmpty()) {
            throw matches.away().values().iterator().next();
        }
        return new Walk(matches);
    }

    /** Matches and errors, read event by event. */
    final class Walk {
        private final List<RuleMatch> matches;
        private final List<MatchError> errors;
        private int match;
        private int error;

        Walk(Matches matches) {
            this.matches = matches.matches();
            this.errors = matches.errors();
        }

        private @Nullable RuleMatch match(int event) {
            while (match < matches.size() && matches.get(match).event() < event) {
                match++;
            }
            return match < matches.size() && matches.get(match).event() == event ? matches.get(match++) : null;
        }

        private @Nullable MatchError error(int event) {
            while (error < errors.size() && errors.get(error).event() < event) {
                error++;
            }
            return error < errors.size() && errors.get(error).event() == event ? errors.get(error++) : null;
        }

        /** Tells the rules of an event which of their conditions could not be decided. */
        void tellErrors(int event, TriggerInstance instance) {
            MatchError next = error(event);
            while (next != null) {
                Played player = roles.get(next.rule());
                if (player != null) {
                    player.rule().undecided(instance, next.clause(), next.message(), next.overBudget());
                }
                next = error(event);
            }
        }

        /** {@return which of its events an event can be, by rule, those of higher priority first; each event is asked once} */
        Map<CorrelatedRule, List<Role>> played(int event) {
            Map<CorrelatedRule, List<Role>> played = Map.of();
            RuleMatch match = match(event);
            while (match != null) {
                Played player = roles.get(match.rule());
                if (player != null) {
                    if (played.isEmpty()) {
                        played = new LinkedHashMap<>(4);
                    }
                    played.computeIfAbsent(player.rule(), rule -> new ArrayList<>(1))
                            .add(player.role());
                }
                match = match(event);
            }
            for (List<Role> candidates : played.values()) {
                if (candidates.size() > 1) {
                    candidates.sort(Comparator.comparingInt(Role::place));
                }
            }
            return played;
        }
    }

    /** Has somebody told before each test of a condition. */
    void step(Runnable told) {
        matcher.step(told);
    }

    /** {@return the rules one of whose conditions is tested right now; for any thread} */
    Set<Ref> testing() {
        return matcher.testing().stream().map(Role::rule).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() {
        matcher.close();
    }
}

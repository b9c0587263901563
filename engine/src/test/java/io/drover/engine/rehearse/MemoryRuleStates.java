package io.drover.engine.rehearse;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Listing;
import io.drover.model.store.RuleStates;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What rules have collected, by rule, part and key. */
record MemoryRuleStates(Table<RuleState> rows) implements RuleStates {
    private static final Comparator<RuleState.Name> IN_ORDER = Comparator.comparing(
                    (RuleState.Name name) -> name.rule().toString())
            .thenComparing(RuleState.Name::part)
            .thenComparing(RuleState.Name::key);

    @Override
    public List<RuleState> ofRule(Ref rule) {
        return states(state -> state.rule().equals(rule));
    }

    @Override
    public List<RuleState> ofPrograms(String pack) {
        return states(state -> state.rule().pack().equals(pack) && state.isOfProgram());
    }

    @Override
    public Map<Ref, Long> counts(String pack) {
        return states(state -> state.rule().pack().equals(pack) && !state.isOfProgram()).stream()
                .collect(Collectors.groupingBy(RuleState::rule, TreeMap::new, Collectors.counting()));
    }

    @Override
    public List<RuleState> next(Ref rule, RuleState.@Nullable Name after, int most) {
        return states(state -> state.rule().equals(rule) && !state.isOfProgram()).stream()
                .filter(state -> after == null || IN_ORDER.compare(state.name(), after) > 0)
                .limit(most)
                .toList();
    }

    @Override
    public Listing<RuleState.Name> wholes(Ref rule, int offset, int limit) {
        List<RuleState.Name> all = wholes(state -> state.rule().equals(rule));
        return new Listing<>(
                all.stream().skip(offset).limit(limit < 0 ? all.size() : limit).toList(), all.size());
    }

    @Override
    public List<RuleState.Name> wholesWith(Ref rule, String event) {
        return wholes(state -> state.rule().equals(rule) && names(state.document(), event));
    }

    private static boolean names(@Nullable Object value, String event) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(each -> names(each, event));
        }
        return value instanceof List<?> list ? list.stream().anyMatch(each -> names(each, event)) : event.equals(value);
    }

    private List<RuleState.Name> wholes(Predicate<RuleState> which) {
        return states(which).stream()
                .map(RuleState::whole)
                .distinct()
                .sorted(IN_ORDER)
                .toList();
    }

    @Override
    public List<RuleState> ofWholes(Ref rule, Collection<RuleState.Name> wholes) {
        return states(state -> wholes.contains(state.whole()));
    }

    private List<RuleState> states(Predicate<RuleState> which) {
        return rows.stream()
                .filter(which)
                .sorted(Comparator.comparing(RuleState::name, IN_ORDER))
                .toList();
    }

    @Override
    public void put(Collection<RuleState> states) {
        states.forEach(state -> rows.put(key(state.name()), state));
    }

    @Override
    public void remove(Collection<RuleState.Name> names) {
        names.forEach(name -> {
            boolean unused = rows.remove(key(name));
        });
    }

    @Override
    public Optional<Instant> oldestEvent() {
        return rows.stream().map(RuleState::since).filter(Objects::nonNull).min(Comparator.naturalOrder());
    }

    private static String key(RuleState.Name name) {
        return name.rule() + " " + name.part() + " " + name.key();
    }
}

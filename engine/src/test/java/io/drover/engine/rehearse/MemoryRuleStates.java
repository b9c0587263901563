package io.drover.engine.rehearse;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import io.drover.model.store.RuleStates;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** What rules have collected, by rule, part and key. */
record MemoryRuleStates(Table<RuleState> rows) implements RuleStates {

    @Override
    public List<RuleState> ofPack(String pack) {
        return states(state -> state.rule().pack().equals(pack));
    }

    @Override
    public List<RuleState> ofRule(Ref rule) {
        return states(state -> state.rule().equals(rule));
    }

    private List<RuleState> states(Predicate<RuleState> which) {
        return rows.stream()
                .filter(which)
                .sorted(Comparator.comparing((RuleState state) -> state.rule().toString())
                        .thenComparing(RuleState::part)
                        .thenComparing(RuleState::key))
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

package io.drover.engine.correlate;

import io.drover.engine.match.Clauses;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.RuleLanguage;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of the events that a rule asks for.
 *
 * @param place among the rule's events as they are written, those of {@code unless} last
 * @param cancels whether it is one of {@code unless}
 * @param selection what an event has to be by itself
 * @param cross what else it has to be beside those that are collected
 * @param key where its key is; null where all events share one, or the rule names none for it
 */
record Role(
        String name,
        int place,
        boolean cancels,
        MatchedRule selection,
        Clauses cross,
        @Nullable EventPath key) {

    private static final String PART = "/";

    /** {@return the rule one of whose events is selected by a rule of the matcher} */
    static Ref rule(Ref selection) {
        return Ref.of(
                selection.pack(), selection.name().substring(0, selection.name().lastIndexOf(PART)));
    }

    /** {@return the events that a rule asks for, in the order in which they are written} */
    static List<Role> of(Ref rule, int revision, int priority, When when, RuleLanguage language) {
        List<EventPattern> events = when.events();
        List<Role> roles = new ArrayList<>(events.size());
        for (EventPattern event : events) {
            Set<String> others = events.stream()
                    .map(EventPattern::name)
                    .filter(name -> !name.equals(event.name()))
                    .collect(Collectors.toSet());
            Clauses.Split split = Clauses.of(event, others, language);
            Ref ref = Ref.of(rule.pack(), rule.name() + PART + event.name());
            String key = when.by().get(event.name());
            int place = roles.size();
            roles.add(new Role(
                    event.name(),
                    place,
                    place >= when.form().events().size(),
                    new MatchedRule(ref, revision, event.trigger().ref(), false, priority, split.alone()),
                    split.cross(),
                    key == null ? null : EventPath.parse(key, event.name())));
        }
        return roles;
    }
}

package io.drover.engine.ruletest;

import io.drover.engine.match.Clause;
import io.drover.engine.match.ClauseEvaluator;
import io.drover.engine.match.Clauses;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.Verdict;
import io.drover.engine.schema.Json;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Rule;
import io.drover.model.text.SpanText;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says for people why a rule did not do what it should have: what each event was to it, and what it waits for. */
final class WhyNot {
    private static final int MOST_LINES = 12;

    private final Rule rule;
    private final Instant start;
    private final Map<EventPattern, Clauses.Split> patterns = new LinkedHashMap<>();
    /** The payload of the newest event of each name. */
    private final Map<String, @Nullable Object> came = new LinkedHashMap<>();

    WhyNot(Rule rule, RuleLanguage language, Instant start) {
        this.rule = rule;
        this.start = start;
        Set<String> names = asked(rule).stream().map(EventPattern::name).collect(Collectors.toSet());
        for (EventPattern pattern : asked(rule)) {
            Set<String> others = new HashSet<>(names);
            others.remove(pattern.name());
            patterns.put(pattern, Clauses.of(pattern, others, language));
        }
    }

    /** {@return a line for each of the first events, and one for what never came} */
    List<String> of(List<TriggerInstance> events) {
        List<String> lines = new ArrayList<>();
        for (TriggerInstance event : events) {
            String line = line(event);
            if (lines.size() < MOST_LINES) {
                lines.add(line);
            }
        }
        if (events.size() > MOST_LINES) {
            lines.add("… and " + (events.size() - MOST_LINES) + " more events.");
        }
        List<String> missing = rule.when() == null
                ? List.of()
                : rule.when().form().events().stream()
                        .map(EventPattern::name)
                        .filter(name -> !came.containsKey(name))
                        .toList();
        if (!missing.isEmpty()) {
            lines.add("No event came that is " + String.join(" or ", missing) + ".");
        }
        return lines;
    }

    private String line(TriggerInstance event) {
        String who = event.id() + " at " + SpanText.of(Duration.between(start, event.acceptedAt()));
        List<String> is = new ArrayList<>();
        List<String> isNot = new ArrayList<>();
        patterns.forEach((pattern, clauses) -> {
            if (pattern.trigger().ref().equals(event.trigger())) {
                Verdict verdict = verdict(event, clauses);
                if (verdict.result() == Verdict.Result.MATCHED) {
                    is.add(pattern.name());
                } else {
                    isNot.add("not " + pattern.name() + ", as "
                            + verdict.decisive().map(WhyNot::told).orElse("it has no payload"));
                }
            }
        });
        is.forEach(name -> came.put(name, event.payload()));
        if (is.isEmpty() && isNot.isEmpty()) {
            return who + " is of the trigger " + event.trigger() + ", which the rule does not ask for.";
        }
        is.addAll(isNot);
        return who + " is " + String.join("; ", is) + ".";
    }

    private Verdict verdict(TriggerInstance event, Clauses.Split clauses) {
        Verdict alone = ClauseEvaluator.explain(clauses.alone(), event.payload(), event.acceptedAt());
        if (alone.result() != Verdict.Result.MATCHED || clauses.cross().all().isEmpty()) {
            return alone;
        }
        Map<String, @Nullable Object> payloads = new LinkedHashMap<>(came);
        payloads.put("trigger", event.payload());
        return ClauseEvaluator.explainTogether(clauses.cross(), payloads, event.acceptedAt());
    }

    private static String told(Verdict.Step step) {
        String text =
                "'" + step.clause().text() + "' " + (step.result() == Verdict.Result.FAILED ? "failed" : "is false");
        if (step.remark() != null) {
            return text + ": " + step.remark();
        }
        boolean looksAtOnePlace = !(step.clause() instanceof Clause.Predicate predicate) || predicate.path() != null;
        return looksAtOnePlace ? text + ": it saw " + Json.write(step.value()) : text;
    }

    private static List<EventPattern> asked(Rule rule) {
        return rule.when() == null
                ? List.of(new EventPattern("trigger", rule.trigger(), rule.criteria(), rule.where()))
                : rule.when().events();
    }
}

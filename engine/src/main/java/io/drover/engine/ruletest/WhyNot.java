package io.drover.engine.ruletest;

import io.drover.engine.match.ClauseEvaluator;
import io.drover.engine.match.Clauses;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.Verdict;
import io.drover.engine.schema.Json;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.text.SpanText;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says for people why a rule did not do what it should have: what each event was to it, and what it waits for. */
final class WhyNot {
    private static final int MOST_LINES = 12;

    private final Rule rule;
    private final RuleLanguage language;
    private final Instant start;
    private final Map<EventPattern, Clauses> patterns = new LinkedHashMap<>();

    WhyNot(Rule rule, RuleLanguage language, Instant start) {
        this.rule = rule;
        this.language = language;
        this.start = start;
        asked().forEach(pattern -> patterns.put(pattern, clauses(pattern)));
    }

    /** {@return a line for each of the first events, and one for what never came} */
    List<String> of(List<TriggerInstance> events) {
        List<String> lines = new ArrayList<>();
        Set<String> came = new LinkedHashSet<>();
        for (TriggerInstance event : events) {
            String line = line(event, came);
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
                        .filter(name -> !came.contains(name))
                        .toList();
        if (!missing.isEmpty()) {
            lines.add("No event came that is " + String.join(" or ", missing) + ".");
        }
        return lines;
    }

    private String line(TriggerInstance event, Set<String> came) {
        String who = event.id() + " at " + SpanText.of(Duration.between(start, event.acceptedAt()));
        List<String> is = new ArrayList<>();
        List<String> isNot = new ArrayList<>();
        patterns.forEach((pattern, clauses) -> {
            if (!pattern.trigger().ref().equals(event.trigger())) {
                return;
            }
            Verdict verdict = ClauseEvaluator.explain(clauses, event.payload(), event.acceptedAt());
            Optional<Verdict.Step> decisive = verdict.decisive();
            if (verdict.result() == Verdict.Result.MATCHED) {
                is.add(pattern.name());
                came.add(pattern.name());
            } else {
                isNot.add("not " + pattern.name() + ", as "
                        + decisive.map(WhyNot::told).orElse("it has no payload"));
            }
        });
        if (is.isEmpty() && isNot.isEmpty()) {
            return who + " is of the trigger " + event.trigger() + ", which the rule does not ask for.";
        }
        is.addAll(isNot);
        return who + " is " + String.join("; ", is) + ".";
    }

    private static String told(Verdict.Step step) {
        @Nullable String remark = step.remark();
        String text = "'" + step.clause().text() + "' " + (step.result() == Verdict.Result.FAILED ? "failed" : "is false");
        return text + ": " + (remark == null ? "it saw " + Json.write(step.value()) : remark);
    }

    private List<EventPattern> asked() {
        return rule.when() == null
                ? List.of(new EventPattern("trigger", rule.trigger(), rule.criteria(), rule.where()))
                : rule.when().events();
    }

    private Clauses clauses(EventPattern pattern) {
        return Clauses.of(
                new Rule(
                        rule.ref(),
                        null,
                        true,
                        false,
                        Rule.Type.STANDARD,
                        pattern.trigger(),
                        pattern.criteria(),
                        pattern.where(),
                        rule.actions(),
                        0,
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        null,
                        Limits.NONE),
                language);
    }
}

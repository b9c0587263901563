package io.drover.engine.explain;

import io.drover.engine.api.Explanation;
import io.drover.engine.api.Explanation.ClauseSeen;
import io.drover.engine.api.Explanation.Outcome;
import io.drover.engine.correlate.Found;
import io.drover.engine.match.Canonical;
import io.drover.engine.match.Clause;
import io.drover.engine.match.ClauseEvaluator;
import io.drover.engine.match.Clauses;
import io.drover.engine.match.CriterionPath;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.Verdict;
import io.drover.engine.match.Verdict.Result;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.rule.RuleRevision;
import io.drover.model.rule.When;
import io.drover.model.store.Query;
import io.drover.model.store.Transaction;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Explains what a rule over several events, or with limits, made of an event: which of its events it is, by its conditions
 * evaluated anew, and what came of it, as stored.
 */
record CorrelatedWhy(Transaction transaction, TriggerInstance event, Rule rule, RuleRevision revision) {

    /** So many counts are looked at, the oldest first that were not over before the event. */
    private static final int MOST_COUNTS = 1_000;

    /** One of the rule's events, and whether the event is it. */
    private record Judged(EventPattern pattern, Clauses cross, Verdict verdict) {
        boolean is() {
            return verdict.result() == Result.MATCHED;
        }
    }

    Explanation explain(RuleLanguage language, List<RuleEnforcement> enforcements) {
        List<Judged> judged = judged(language);
        Told told = told(judged, enforcements);
        return new Explanation(
                rule.ref(),
                revision.number(),
                told.outcome(),
                judged.stream().flatMap(each -> seen(each).stream()).toList(),
                told.message(),
                enforcements);
    }

    private List<Judged> judged(RuleLanguage language) {
        List<EventPattern> patterns = patterns();
        Set<String> names = patterns.stream().map(EventPattern::name).collect(Collectors.toSet());
        return patterns.stream()
                .filter(pattern -> pattern.trigger().ref().equals(event.trigger()))
                .map(pattern -> {
                    Set<String> others = names.stream()
                            .filter(name -> !name.equals(pattern.name()))
                            .collect(Collectors.toSet());
                    Clauses.Split split = Clauses.of(pattern, others, language);
                    return new Judged(
                            pattern,
                            split.cross(),
                            ClauseEvaluator.explain(split.alone(), event.payload(), event.acceptedAt()));
                })
                .toList();
    }

    private List<EventPattern> patterns() {
        When when = rule.when();
        return when == null
                ? List.of(new EventPattern("trigger", rule.trigger(), rule.criteria(), rule.where()))
                : when.events();
    }

    private List<ClauseSeen> seen(Judged judged) {
        String of = rule.when() == null ? "" : judged.pattern().name() + ": ";
        List<ClauseSeen> seen = new ArrayList<>();
        for (ClauseSeen clause : Why.seen(judged.verdict())) {
            seen.add(new ClauseSeen(
                    of + clause.clause(), clause.value(), clause.present(), clause.holds(), clause.error()));
        }
        for (Clause clause : judged.cross().all()) {
            seen.add(new ClauseSeen(of + clause.text(), null, false, null, "asked beside the rule's other events"));
        }
        return seen;
    }

    /** How it went, in a word and a sentence. */
    private record Told(Outcome outcome, String message) {}

    private Told told(List<Judged> judged, List<RuleEnforcement> enforcements) {
        String is = judged.stream()
                .filter(Judged::is)
                .map(each -> "'" + each.pattern().name() + "'")
                .collect(Collectors.joining(" and "));
        if (!enforcements.isEmpty()) {
            return enforced(enforcements);
        }
        if (is.isEmpty()) {
            boolean failed = judged.stream().anyMatch(each -> each.verdict().result() == Result.FAILED);
            return failed
                    ? new Told(Outcome.ERROR, start() + "could not decide one of its conditions on this event.")
                    : new Told(Outcome.NOT_MATCHED, start() + "asks for other events of this trigger.");
        }
        if (!isTaken()) {
            return new Told(Outcome.WAITING, start() + "has not come to this event yet; it would be its " + is + ".");
        }
        String keyless = keyless(judged);
        if (keyless != null) {
            return new Told(
                    Outcome.NOT_MATCHED,
                    start() + "did not collect it as its " + is + ": its key " + keyless + " is missing or null.");
        }
        String waiting = CollectedParts.waiting(transaction, rule, event.id());
        if (waiting != null) {
            return new Told(Outcome.WAITING, waiting);
        }
        List<LimitedMatches> limited = limited();
        if (limited.size() == 1 && limited.get(0).limit().equals(Found.Reason.LATE.label())) {
            return new Told(Outcome.NOT_MATCHED, late(limited.get(0), is));
        }
        return limited.isEmpty()
                ? new Told(
                        Outcome.NOT_MATCHED,
                        start() + "took it as its " + is
                                + ", and it completed no match: it served one that a later event"
                                + " completed, was cancelled, or was over before the others came.")
                : new Told(Outcome.LIMITED, limited(limited));
    }

    /** {@return the path of the key that the event lacks as one of the rule's events; null where it has one} */
    private @Nullable String keyless(List<Judged> judged) {
        When when = rule.when();
        return when == null
                ? null
                : judged.stream()
                        .filter(Judged::is)
                        .map(each -> when.by().get(each.pattern().name()))
                        .filter(Objects::nonNull)
                        .filter(path -> CriterionPath.parse(path).first(Map.of("trigger", event.payload())) == null)
                        .findFirst()
                        .orElse(null);
    }

    private String start() {
        return "Rule '" + rule.ref() + "' ";
    }

    private Told enforced(List<RuleEnforcement> enforcements) {
        if (enforcements.stream().allMatch(enforcement -> enforcement.status() == Status.LIMITED)) {
            String kept = CollectedParts.waiting(transaction, rule, event.id());
            if (kept != null) {
                return new Told(
                        Outcome.LIMITED, start() + "matched with this event, and the match is put aside. " + kept);
            }
            return new Told(
                    Outcome.LIMITED,
                    start() + "matched with this event, and it was stopped: "
                            + enforcements.get(0).failureReason());
        }
        return enforcements.stream().anyMatch(enforcement -> enforcement.status() == Status.FAILED)
                ? new Told(Outcome.ERROR, start() + "failed on this event.")
                : new Told(Outcome.MATCHED, start() + "matched: this event completed it, or was its last one.");
    }

    private boolean isTaken() {
        return transaction
                .programs()
                .cursor("rules/" + rule.ref().pack())
                .flatMap(cursor ->
                        transaction.triggerInstances().position(event.id()).map(cursor::covers))
                .orElse(false);
    }

    /** Only the first match of a window has a row of its own; the others are known by the span of their count. */
    private List<LimitedMatches> limited() {
        Instant at = event.occurredAt();
        Query until = new Query(
                Map.of("rule_ref", Set.of(rule.ref().toString())),
                at.minusMillis(1),
                null,
                List.of(new Query.Order("position", true)),
                0,
                MOST_COUNTS);
        List<LimitedMatches> spans = transaction.limitedCounts().list(until).items().stream()
                .filter(counted -> !counted.limit().equals(Found.Reason.NO_KEY.label()))
                .filter(counted -> !at.isBefore(counted.firstAt()) && !at.isAfter(counted.lastAt()))
                .toList();
        return spans.stream().filter(this::names).findFirst().map(List::of).orElse(spans);
    }

    private boolean names(LimitedMatches counted) {
        return counted.firstInstance().equals(event.id())
                || counted.lastInstance().equals(event.id());
    }

    private String late(LimitedMatches counted, String is) {
        String how = "it happened at " + event.occurredAt() + " and came when the rules were further than"
                + " 'engine.lateness' past that time";
        return names(counted)
                ? start() + "did not collect it as its " + is + ", as it came too late: " + how + "."
                : start() + "took it as its " + is + " or did not collect it, as " + counted.count()
                        + " events that happened from " + counted.firstAt() + " to " + counted.lastAt()
                        + " came too late: which ones is not kept.";
    }

    private String limited(List<LimitedMatches> spans) {
        LimitedMatches first = spans.get(0);
        if (spans.size() == 1) {
            return limited(first);
        }
        String limits = spans.stream()
                .map(counted -> "'" + counted.limit() + "'")
                .distinct()
                .collect(Collectors.joining(" and "));
        return start() + "was stopped by " + limits + " for " + spans.size()
                + " keys or windows at that time; whether this event was among them is not kept.";
    }

    private static String limited(LimitedMatches counted) {
        Ref rule = counted.rule();
        String key = Canonical.shown(counted.key());
        return "Rule '" + rule + "': from " + counted.firstAt() + " to " + counted.lastAt() + " '" + counted.limit()
                + "' counted " + counted.count() + (key.isEmpty() ? "" : " of key " + key)
                + "; this event came within.";
    }
}

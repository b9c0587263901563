package io.drover.engine.explain;

import io.drover.engine.api.CollectedPart;
import io.drover.engine.api.CollectedPart.Member;
import io.drover.engine.correlate.Correlation;
import io.drover.engine.match.Canonical;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.rule.When;
import io.drover.model.store.Listing;
import io.drover.model.store.Transaction;
import io.drover.model.trigger.TriggerInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what rules have collected, as their last commit left it, for people. */
public final class CollectedParts {
    private static final String FORM = "form";
    private static final String HOLD = "hold";

    private CollectedParts() {}

    /**
     * Reads what a rule has collected, by part and key; states and events of this page alone.
     *
     * @param limit most parts, -1: all
     */
    public static Listing<CollectedPart> of(Transaction transaction, Rule rule, int offset, int limit) {
        Listing<RuleState.Name> page = transaction.ruleStates().wholes(rule.ref(), offset, limit);
        return new Listing<>(parts(transaction, rule, page.items()), page.total());
    }

    private static List<CollectedPart> parts(Transaction transaction, Rule rule, List<RuleState.Name> names) {
        // a part may be stored in pieces
        Map<RuleState.Name, List<RuleState>> pieces = new LinkedHashMap<>();
        names.forEach(name -> pieces.put(name, new ArrayList<>()));
        Set<String> ids = new HashSet<>();
        for (RuleState state : transaction.ruleStates().ofWholes(rule.ref(), names)) {
            List<RuleState> known = pieces.get(state.whole());
            if (known != null) {
                known.add(state);
                ids.addAll(Correlation.events(state));
            }
        }
        pieces.values().removeIf(List::isEmpty);
        Map<String, TriggerInstance> events = new HashMap<>();
        transaction.triggerInstances().findAll(ids).forEach(event -> events.put(event.id(), event));
        return pieces.entrySet().stream()
                .map(entry -> new Reading(rule, entry.getKey(), entry.getValue(), events).part())
                .toList();
    }

    /** A part of what a rule has collected for a key. */
    private record Reading(
            Rule rule, RuleState.Name name, List<RuleState> pieces, Map<String, TriggerInstance> events) {

        CollectedPart part() {
            List<Member> members = members();
            Told told = told(members);
            return new CollectedPart(
                    shownPart(),
                    Canonical.shown(name.key()),
                    pieces.get(pieces.size() - 1).revision(),
                    members,
                    told.due(),
                    told.message());
        }

        /** {@return the part as people know it} */
        private String shownPart() {
            return name.part().startsWith(RuleState.OF_PROGRAM)
                    ? name.part().substring(RuleState.OF_PROGRAM.length())
                    : name.part();
        }

        /** What is said of a part besides its events. */
        private record Told(@Nullable Instant due, String message) {}

        private List<Member> members() {
            Map<String, Member> members = new HashMap<>();
            for (RuleState piece : pieces) {
                int place = 0;
                for (List<?> row : rows(piece, "events")) {
                    add(members, nameOf(row, place++), row.get(0));
                }
                rows(piece, "members").forEach(row -> add(members, String.valueOf(row.get(0)), row.get(1)));
                add(members, "", piece.document().get("event"));
            }
            return members.values().stream()
                    .sorted(Comparator.comparing(Member::id))
                    .toList();
        }

        private static List<List<?>> rows(RuleState piece, String field) {
            List<List<?>> rows = new ArrayList<>();
            if (piece.document().get(field) instanceof List<?> written) {
                written.forEach(row -> {
                    if (row instanceof List<?> list && list.size() > 1) {
                        rows.add(list);
                    }
                });
            }
            return rows;
        }

        private void add(Map<String, Member> members, String called, @Nullable Object id) {
            TriggerInstance event = id == null ? null : events.get(id.toString());
            if (event != null) {
                members.putIfAbsent(event.id(), new Member(called, event.id(), event.occurredAt()));
            }
        }

        private String nameOf(List<?> row, int place) {
            When when = rule.when();
            if (when == null) {
                return "trigger";
            }
            List<EventPattern> patterns = when.form().events();
            if (when.form() instanceof Form.All) {
                return row.size() > 2 ? String.valueOf(row.get(2)) : "";
            }
            return when.form() instanceof Form.Sequence
                    ? patterns.get(Math.min(place, patterns.size() - 1)).name()
                    : patterns.get(0).name();
        }

        private Told told(List<Member> members) {
            When when = rule.when();
            if (name.part().equals(FORM) && when != null) {
                return ofForm(when, members);
            }
            if (name.part().equals(HOLD) && when != null && when.hold() != null) {
                Instant due = time("at").plus(when.hold());
                return new Told(due, "a match is held; " + cancelling(when));
            }
            return ofLimit(rule.limits());
        }

        private static String cancelling(When when) {
            return when.unless().isEmpty() ? "nothing cancels it" : names(when.unless()) + " would cancel it";
        }

        private static String names(List<EventPattern> patterns) {
            return patterns.stream().map(pattern -> "'" + pattern.name() + "'").collect(Collectors.joining(", "));
        }

        private Told ofForm(When when, List<Member> members) {
            Form form = when.form();
            Instant first = members.stream()
                    .map(Member::occurredAt)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            Instant end = first == null || when.within() == null ? null : first.plus(when.within());
            if (form instanceof Form.Absence) {
                return ofAbsence(when);
            }
            return new Told(null, waiting(form, members) + (end == null ? "" : ", until " + end));
        }

        private static String waiting(Form form, List<Member> members) {
            if (form instanceof Form.Sequence sequence) {
                List<EventPattern> missing = sequence.events()
                        .subList(
                                Math.min(members.size(), sequence.events().size()),
                                sequence.events().size());
                return "waiting for "
                        + String.join(
                                ", then ",
                                missing.stream()
                                        .map(pattern -> "'" + pattern.name() + "'")
                                        .toList());
            }
            if (form instanceof Form.All all) {
                Set<String> there = members.stream().map(Member::name).collect(Collectors.toSet());
                return "waiting for "
                        + names(all.events().stream()
                                .filter(pattern -> !there.contains(pattern.name()))
                                .toList());
            }
            if (form instanceof Form.Count count) {
                return members.size() + " of " + count.atLeast() + " '"
                        + count.event().name() + "'";
            }
            if (form instanceof Form.Aggregate aggregate) {
                return members.size() + " '" + aggregate.event().name() + "' in the window, waiting until "
                        + aggregate.function().label() + " "
                        + aggregate.having().text();
            }
            return "waiting";
        }

        private Told ofAbsence(When when) {
            boolean isSilent = pieces.stream()
                    .anyMatch(piece -> Boolean.TRUE.equals(piece.document().get("silent")));
            String event = "'" + when.form().events().get(0).name() + "'";
            if (isSilent || when.within() == null) {
                return new Told(null, "silent, as was told; waiting for " + event);
            }
            Instant due = pieces.stream()
                    .flatMap(piece -> rows(piece, "events").stream())
                    .map(row -> Instant.parse(String.valueOf(row.get(row.size() - 1))))
                    .min(Comparator.naturalOrder())
                    .map(until -> until.plus(when.within()))
                    .orElse(null);
            return new Told(due, "waiting whether " + event + " stays away");
        }

        private Told ofLimit(Limits limits) {
            Limits.Throttle throttle = limits.throttle();
            Limits.Debounce debounce = limits.debounce();
            Limits.Collapse collapse = limits.collapse();
            Limits.Guard guard = limits.guard();
            return switch (shownPart()) {
                case "throttle" ->
                    throttle == null
                            ? other()
                            : new Told(
                                    time("start").plus(throttle.per()),
                                    text("passed") + " of " + throttle.count() + " passed since " + time("start"));
                case "debounce" ->
                    debounce == null ? other() : new Told(ofDebounce(debounce), kept() + " until it is quiet");
                case "collapse" ->
                    collapse == null
                            ? other()
                            : new Told(time("first").plus(collapse.span()), kept() + " to become one");
                case "flap" ->
                    new Told(
                            null, document().containsKey("start") ? "flapping since " + time("start") : "not flapping");
                case "guard" ->
                    new Told(
                            null,
                            passed() + " of " + (guard == null ? "?" : guard.targets()) + " targets passed"
                                    + (document().get("tripped") == null ? "" : "; tripped"));
                default -> other();
            };
        }

        private Instant ofDebounce(Limits.Debounce debounce) {
            Instant quiet = time("last").plus(debounce.quiet());
            Duration atMost = debounce.atMost();
            Instant latest = atMost == null ? quiet : time("first").plus(atMost);
            return quiet.isBefore(latest) ? quiet : latest;
        }

        private String kept() {
            return text("matches") + " matches are kept";
        }

        private int passed() {
            return document().get("passed") instanceof List<?> targets ? targets.size() : 0;
        }

        private Told other() {
            return new Told(null, "of another revision");
        }

        private Map<String, @Nullable Object> document() {
            return pieces.get(0).document();
        }

        private String text(String field) {
            return String.valueOf(document().get(field));
        }

        private Instant time(String field) {
            return Instant.parse(text(field));
        }
    }

    /** {@return what a rule that keeps an event waits for, in words; null where it does not keep it} */
    static @Nullable String waiting(Transaction transaction, Rule rule, String event) {
        return parts(transaction, rule, transaction.ruleStates().wholesWith(rule.ref(), event)).stream()
                .filter(part ->
                        part.events().stream().anyMatch(member -> member.id().equals(event)))
                .map(part -> waiting(rule.ref(), part, event))
                .findFirst()
                .orElse(null);
    }

    private static String waiting(Ref rule, CollectedPart part, String event) {
        String called = part.events().stream()
                .filter(member -> member.id().equals(event))
                .map(Member::name)
                .findFirst()
                .orElse("");
        Instant due = part.due();
        return "Rule '" + rule + "' keeps the event" + (called.isEmpty() ? "" : " as its '" + called + "'")
                + (part.key().isEmpty() ? "" : " of key " + part.key())
                + (part.part().equals(FORM) ? "" : " (" + part.part() + ")") + ": " + part.message()
                + (due == null ? "." : "; it is decided at " + due + ".");
    }
}

package io.drover.engine.explain;

import io.drover.engine.api.Traces;
import io.drover.model.execution.Execution;
import io.drover.model.execution.Trace;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Traces, put together from the rows that carry their ids. */
public record StoredTraces(Store store) implements Traces {
    private static final int MOST_ROWS = 10_000;
    private static final int EVENTS_AT_ONCE = 500;
    private static final int PAGE = 200;
    private static final String TRACE_ID = "trace_id";
    private static final Query.Order OLDEST_FIRST = new Query.Order("position", true);

    @Override
    public Optional<Traced> find(String id) {
        return store.read(transaction -> find(transaction, id));
    }

    @Override
    public Listing<Traced> list(Question question) {
        return store.read(transaction -> {
            Found found = ids(transaction, question);
            List<Traced> traces = found.ids().stream()
                    .skip(question.offset())
                    .flatMap(id -> find(transaction, id).stream())
                    .toList();
            return new Listing<>(traces, found.total());
        });
    }

    private static Optional<Traced> find(Transaction transaction, String id) {
        Query ofTrace = new Query(Map.of(TRACE_ID, Set.of(id)), null, null, List.of(), 0, MOST_ROWS);
        List<TriggerInstance> events =
                reversed(transaction.triggerInstances().list(ofTrace).items());
        List<Execution> executions =
                reversed(transaction.executions().list(ofTrace).items());
        List<RuleEnforcement> enforcements = enforcements(transaction, events, ofTrace);
        if (events.isEmpty() && executions.isEmpty() && enforcements.isEmpty()) {
            return Optional.empty();
        }
        Instant start = Stream.of(
                        events.stream().map(TriggerInstance::acceptedAt),
                        executions.stream().map(Execution::requestedAt),
                        enforcements.stream().map(RuleEnforcement::at))
                .flatMap(times -> times)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return Optional.of(
                new Traced(id, tag(events, executions, enforcements), start, events, enforcements, executions));
    }

    private static String tag(
            List<TriggerInstance> events, List<Execution> executions, List<RuleEnforcement> enforcements) {
        return Stream.concat(
                        events.stream().map(TriggerInstance::trace),
                        executions.stream().map(Execution::trace))
                .map(Trace::tag)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> !events.isEmpty()
                        ? "trigger_instance-" + events.get(0).id()
                        : !executions.isEmpty()
                                ? "execution-" + executions.get(0).id()
                                : "trigger_instance-" + enforcements.get(0).triggerInstance());
    }

    /** What a silence led to hangs on an event that was never stored: the trace alone tells of it. */
    private static List<RuleEnforcement> enforcements(
            Transaction transaction, List<TriggerInstance> events, Query ofTrace) {
        Map<String, RuleEnforcement> all = new LinkedHashMap<>();
        for (int from = 0; from < events.size(); from += EVENTS_AT_ONCE) {
            Set<String> some = new LinkedHashSet<>();
            events.subList(from, Math.min(events.size(), from + EVENTS_AT_ONCE)).forEach(event -> some.add(event.id()));
            Query query = new Query(Map.of("trigger_instance", some), null, null, List.of(), 0, MOST_ROWS);
            reversed(transaction.enforcements().list(query).items())
                    .forEach(enforcement -> all.put(enforcement.id(), enforcement));
        }
        reversed(transaction.enforcements().list(ofTrace).items())
                .forEach(enforcement -> all.putIfAbsent(enforcement.id(), enforcement));
        return List.copyOf(all.values());
    }

    private static <T> List<T> reversed(List<T> newestFirst) {
        List<T> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    /** Ids of traces in order, from the first on; those before the offset included. */
    private record Found(List<String> ids, long total) {
        static Found all(Set<String> ids) {
            return new Found(List.copyOf(ids), ids.size());
        }
    }

    private static Found ids(Transaction transaction, Question question) {
        String execution = question.execution();
        String event = question.event();
        if (execution != null) {
            return Found.all(transaction
                    .executions()
                    .find(execution)
                    .map(one -> Set.of(one.trace().id()))
                    .orElse(Set.of()));
        }
        if (event != null) {
            return Found.all(transaction
                    .triggerInstances()
                    .find(event)
                    .map(one -> Set.of(one.trace().id()))
                    .orElseGet(() -> ofEnforcements(transaction, event)));
        }
        if (!question.ids().isEmpty()) {
            return Found.all(question.ids().stream()
                    .filter(id -> find(transaction, id).isPresent())
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        String rule = question.rule();
        return rule == null ? new Merge(transaction, question).ids() : ofRule(transaction, rule, question);
    }

    /** {@return the traces of what came of an event, which may never have been stored} */
    private static Set<String> ofEnforcements(Transaction transaction, String event) {
        return transaction.enforcements().list(Query.first(MOST_ROWS).where("trigger_instance", event)).items().stream()
                .map(RuleEnforcement::traceId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Found ofRule(Transaction transaction, String rule, Question question) {
        String field = rule.indexOf('.') < 0 ? "rule_id" : "rule_ref";
        List<Query.Order> order = question.oldestFirst() ? List.of(OLDEST_FIRST) : List.of();
        Query query = new Query(Map.of(field, Set.of(rule)), null, null, order, 0, MOST_ROWS);
        Listing<RuleEnforcement> matches = transaction.enforcements().list(query);
        Set<String> ids = new LinkedHashSet<>();
        matches.items().forEach(match -> ids.add(match.traceId()));
        List<String> wanted = question.limit() < 0
                ? List.copyOf(ids)
                : ids.stream().limit(end(question)).toList();
        return new Found(wanted, ids.size());
    }

    private static long end(Question question) {
        return (long) question.offset() + question.limit();
    }

    /** Goes through events and requests at once, in the order of time. */
    private static final class Merge {
        private final Question question;
        private final Rows events;
        private final Rows executions;

        Merge(Transaction transaction, Question question) {
            this.question = question;
            this.events = new Rows(query -> {
                Listing<TriggerInstance> page = transaction.triggerInstances().list(query);
                return new Listing<>(
                        page.items().stream()
                                .map(one ->
                                        new Row(one.acceptedAt(), one.trace().id()))
                                .toList(),
                        page.total());
            });
            this.executions = new Rows(query -> {
                Listing<Execution> page = transaction.executions().list(query.where("rule", Query.ABSENT));
                return new Listing<>(
                        page.items().stream()
                                .map(one ->
                                        new Row(one.requestedAt(), one.trace().id()))
                                .toList(),
                        page.total());
            });
        }

        Found ids() {
            Set<String> ids = new LinkedHashSet<>();
            Comparator<Row> order = question.oldestFirst()
                    ? Comparator.comparing(Row::at)
                    : Comparator.comparing(Row::at).reversed();
            while (question.limit() < 0 || ids.size() < end(question)) {
                Row event = events.peek();
                Row execution = executions.peek();
                if (event == null && execution == null) {
                    return new Found(List.copyOf(ids), ids.size());
                }
                boolean isEvent = execution == null || (event != null && order.compare(event, execution) <= 0);
                ids.add(Objects.requireNonNull(isEvent ? events.next() : executions.next())
                        .trace());
            }
            return new Found(List.copyOf(ids), events.total() + executions.total());
        }

        private record Row(Instant at, String trace) {}

        /** Rows of one table, read page by page. */
        private final class Rows {
            private final Function<Query, Listing<Row>> read;
            private List<Row> page = List.of();
            private int at;
            private int offset;
            private long total;
            private boolean ended;

            Rows(Function<Query, Listing<Row>> read) {
                this.read = read;
            }

            long total() {
                return total;
            }

            @Nullable
            Row peek() {
                if (at == page.size() && !ended) {
                    Listing<Row> next = read.apply(query());
                    page = next.items();
                    total = next.total();
                    offset += page.size();
                    ended = page.size() < PAGE;
                    at = 0;
                }
                return at < page.size() ? page.get(at) : null;
            }

            @Nullable
            Row next() {
                Row row = peek();
                at++;
                return row;
            }

            private Query query() {
                Map<String, Set<String>> equal = new LinkedHashMap<>();
                String tag = question.tag();
                if (tag != null) {
                    equal.put("trace_tag", Set.of(tag));
                }
                List<Query.Order> order = question.oldestFirst() ? List.of(OLDEST_FIRST) : List.of();
                return new Query(equal, null, null, order, offset, PAGE);
            }
        }
    }
}

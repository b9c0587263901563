package io.drover.restapi.rules;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.RuleHistory;
import io.drover.engine.api.RuleHistory.Coverage;
import io.drover.engine.api.RuleHistory.IdleClause;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleRevision;
import io.drover.restapi.access.PayloadRights;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What rules said, and what nothing was made of. */
public final class HistoryOperations {
    private static final Duration USUAL = Duration.ofDays(7);
    private static final int USUAL_EVENTS = 200;
    private static final int MOST_EVENTS = 5_000;

    private final RuleHistory history;
    private final Catalog catalog;
    private final PayloadRights payloads;
    private final InstantSource clock;

    public HistoryOperations(RuleHistory history, Catalog catalog, PayloadRights payloads, InstantSource clock) {
        this.history = history;
        this.catalog = catalog;
        this.payloads = payloads;
        this.clock = clock;
    }

    /** All revisions of a rule, oldest first. */
    public Answer revisions(Call call) {
        String refOrId = call.at("ref");
        RegisteredRule rule = catalog.rule(refOrId).orElseThrow(() -> Failures.noResource(refOrId));
        return Answer.ok(history.revisions(rule.rule().ref()).stream()
                .map(HistoryOperations::shape)
                .toList());
    }

    private static Map<String, @Nullable Object> shape(RuleRevision revision) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("revision", revision.number());
        shape.put("at", Times.text(revision.at()));
        shape.put("by", revision.by());
        shape.put("from_file", revision.fromFile());
        shape.put("document", revision.document());
        return shape;
    }

    /** What nothing was made of, with {@code since} from then on, and with {@code events} over so many of each trigger. */
    public Answer coverage(Call call) {
        Instant since = Times.of(call, "since");
        Coverage coverage = history.coverage(since == null ? clock.instant().minus(USUAL) : since, events(call));
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("since", Times.text(coverage.since()));
        shape.put("events_sampled", coverage.sample().events());
        shape.put("events_read", coverage.sample().read());
        shape.put("events_per_trigger", coverage.sample().perTrigger());
        shape.put("sample_complete", coverage.sample().complete());
        shape.put("rules_never_matched", texts(coverage.neverMatched()));
        shape.put(
                "clauses",
                coverage.clauses().stream()
                        .map(clause -> shape(clause, payloads.ofRule(call.principal(), clause.rule())))
                        .toList());
        shape.put("triggers_without_rules", texts(coverage.triggersWithoutRules()));
        shape.put("actions_never_called", texts(coverage.uncalledActions()));
        return Answer.ok(shape);
    }

    private static int events(Call call) {
        int events = call.number("events", USUAL_EVENTS);
        if (events < 1 || events > MOST_EVENTS) {
            throw DroverException.invalid("Expected 1 to " + MOST_EVENTS + " as 'events', the most of each trigger that"
                    + " the clauses are asked about, but found " + events + ".");
        }
        return events;
    }

    // how a clause comes out for every event tells what they carry
    private static Map<String, @Nullable Object> shape(IdleClause clause, boolean showsValues) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("rule", clause.rule().toString());
        shape.put("event", clause.event());
        shape.put("clause", clause.clause());
        shape.put("always", showsValues ? clause.holds() : null);
        shape.put("events", clause.events());
        return shape;
    }

    private static List<String> texts(List<Ref> refs) {
        return refs.stream().map(Ref::toString).toList();
    }
}

package io.drover.restapi.shape;

import io.drover.engine.api.Traces.Traced;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.trigger.TriggerInstance;
import io.drover.restapi.http.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A trace as clients see it: what belongs to it, and for each part what caused it. */
public final class TraceShape {
    /** The fields of a trace. */
    public static final Set<String> FIELDS =
            Set.of("id", "uid", "trace_tag", "start_timestamp", "trigger_instances", "rules", "action_executions");

    private static final String BY_EXECUTION = "execution:";

    private TraceShape() {}

    /** {@return a trace} */
    public static Map<String, @Nullable Object> of(Traced trace) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", trace.id());
        shape.put("uid", "trace:" + trace.id());
        shape.put("trace_tag", trace.tag());
        shape.put("start_timestamp", Times.text(trace.start()));
        shape.put(
                "trigger_instances",
                trace.events().stream().map(TraceShape::event).toList());
        shape.put("rules", rules(trace.enforcements()));
        shape.put(
                "action_executions",
                trace.executions().stream().map(TraceShape::execution).toList());
        return shape;
    }

    private static Map<String, @Nullable Object> event(TriggerInstance event) {
        Map<String, String> cause = Map.of();
        if (event.source().startsWith(BY_EXECUTION)) {
            cause = causedBy("action_execution", event.source().substring(BY_EXECUTION.length()));
        } else if (event.source().equals("engine") && event.payload().get("execution_id") instanceof String id) {
            cause = causedBy("action_execution", id);
        }
        return part(event.id(), event.trigger(), event.acceptedAt(), cause);
    }

    // a rule with several actions matched once
    private static List<Map<String, @Nullable Object>> rules(List<RuleEnforcement> enforcements) {
        Map<String, Map<String, @Nullable Object>> rules = new LinkedHashMap<>();
        for (RuleEnforcement match : enforcements) {
            rules.putIfAbsent(
                    match.rule() + " " + match.triggerInstance(),
                    part(
                            Kind.RULE.id(match.rule()),
                            match.rule(),
                            match.at(),
                            causedBy("trigger_instance", match.triggerInstance())));
        }
        return List.copyOf(rules.values());
    }

    private static Map<String, @Nullable Object> execution(Execution execution) {
        Cause cause = execution.cause();
        Ref rule = cause.rule();
        String parent = cause.parent();
        Map<String, String> causedBy = Map.of();
        if (rule != null) {
            causedBy = causedBy("rule", Kind.RULE.id(rule) + ":" + cause.triggerInstance());
        } else if (parent != null) {
            causedBy = causedBy("action_execution", parent);
        }
        return part(execution.id(), execution.action(), execution.requestedAt(), causedBy);
    }

    private static Map<String, String> causedBy(String type, String id) {
        return Map.of("type", type, "id", id);
    }

    private static Map<String, @Nullable Object> part(String id, Ref ref, Instant at, Map<String, String> causedBy) {
        Map<String, @Nullable Object> part = new LinkedHashMap<>();
        part.put("object_id", id);
        part.put("ref", ref.toString());
        part.put("updated_at", Times.text(at));
        part.put("caused_by", causedBy);
        return part;
    }
}

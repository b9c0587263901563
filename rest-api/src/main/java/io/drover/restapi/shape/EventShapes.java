package io.drover.restapi.shape;

import io.drover.engine.api.Explanation;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.TriggerInstance;
import io.drover.restapi.http.Times;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shapes of what came in and of what came of it. */
public final class EventShapes {
    /** The fields of a trigger instance. */
    public static final Set<String> INSTANCE_FIELDS = Set.of(
            "id",
            "trigger",
            "trigger_type",
            "payload",
            "occurrence_time",
            "accepted_at",
            "status",
            "source",
            "dedupe_key",
            "trace_id",
            "trace_tag");

    /** The fields of an enforcement, those that its view adds included. */
    public static final Set<String> ENFORCEMENT_FIELDS = Set.of(
            "id",
            "trigger_instance_id",
            "execution_id",
            "failure_reason",
            "rule",
            "enforced_at",
            "status",
            "rule_revision",
            "action_index",
            "parameters",
            "trace_id",
            "trigger_instance",
            "execution");

    /** Where every trigger instance that is stored stands. */
    public static final String PROCESSED = "processed";

    private EventShapes() {}

    /** {@return a trigger instance; what is stored has been matched, so it is {@code processed}} */
    public static Map<String, @Nullable Object> instance(TriggerInstance instance) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", instance.id());
        shape.put("trigger", instance.trigger().toString());
        shape.put("trigger_type", instance.triggerType().toString());
        shape.put("occurrence_time", Times.text(instance.occurredAt()));
        shape.put("accepted_at", Times.text(instance.acceptedAt()));
        shape.put("status", PROCESSED);
        shape.put("source", instance.source());
        Shapes.putPresent(shape, "dedupe_key", instance.dedupeKey());
        shape.put("trace_id", instance.trace().id());
        Shapes.putPresent(shape, "trace_tag", instance.trace().tag());
        shape.put("payload", instance.payload());
        return shape;
    }

    /**
     * {@return what came of a match}
     *
     * @param showsValues whether what was taken from payloads is shown: parameters, and keys that reasons name
     */
    public static Map<String, @Nullable Object> enforcement(RuleEnforcement enforcement, boolean showsValues) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", enforcement.id());
        shape.put("trigger_instance_id", enforcement.triggerInstance());
        Shapes.putPresent(shape, "execution_id", enforcement.executionId());
        String reason = enforcement.failureReason();
        Shapes.putPresent(shape, "failure_reason", reason == null ? null : Shapes.orMask(showsValues, reason));
        shape.put("rule", rule(enforcement.rule()));
        shape.put("enforced_at", Times.text(enforcement.at()));
        shape.put("status", Shapes.word(enforcement.status()));
        shape.put("rule_revision", enforcement.ruleRevision());
        shape.put("action_index", enforcement.actionIndex());
        if (showsValues) {
            Shapes.putPresent(shape, "parameters", enforcement.parameters());
        }
        shape.put("trace_id", enforcement.traceId());
        return shape;
    }

    /** {@return what a rule made of an event} */
    public static Map<String, @Nullable Object> explanation(Explanation explanation) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("rule", explanation.rule().toString());
        shape.put("revision", explanation.revision());
        shape.put("outcome", Shapes.word(explanation.outcome()));
        shape.put("message", explanation.message());
        shape.put(
                "clauses",
                explanation.clauses().stream().map(EventShapes::clause).toList());
        shape.put(
                "enforcements",
                explanation.enforcements().stream()
                        .map(enforcement -> enforcement(enforcement, true))
                        .toList());
        return shape;
    }

    /** {@return what a source delivered and we had to refuse} */
    public static Map<String, @Nullable Object> deadLetter(DeadLetter letter) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", letter.id());
        shape.put("source", letter.source());
        Shapes.putPresent(shape, "identity", letter.identity());
        Ref trigger = letter.trigger();
        Shapes.putPresent(shape, "trigger", trigger == null ? null : trigger.toString());
        shape.put("content", letter.content());
        shape.put("base64", letter.base64());
        shape.put("size", letter.size());
        shape.put("reasons", letter.reasons());
        shape.put("at", Times.text(letter.at()));
        return shape;
    }

    private static Map<String, @Nullable Object> clause(Explanation.ClauseSeen clause) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("clause", clause.clause());
        shape.put("value", clause.value());
        shape.put("present", clause.present());
        shape.put("holds", clause.holds());
        shape.put("error", clause.error());
        return shape;
    }

    private static Map<String, String> rule(Ref rule) {
        return Map.of("ref", rule.toString(), "id", Kind.RULE.id(rule), "uid", Kind.RULE.uid(rule));
    }

    /** {@return what became of an event that was handed in} */
    public static Map<String, @Nullable Object> acceptance(Acceptance acceptance) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("verdict", Shapes.word(acceptance.verdict()));
        shape.put("trigger_instance_id", acceptance.instanceId());
        return shape;
    }
}

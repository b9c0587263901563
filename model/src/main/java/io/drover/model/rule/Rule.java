package io.drover.model.rule;

import io.drover.model.action.ActionCall;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import io.drover.model.trigger.Trigger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When an instance of this trigger comes and the condition holds, these actions are called.
 *
 * @param shadow evaluated and recorded with the parameters it would have used, but nothing is executed
 * @param type standard, or backstop: for events that no standard rule of the trigger matched
 * @param criteria all must hold; empty: every event matches
 * @param where a Jinja expression that must hold too; null where none is given
 * @param actions at least one; each becomes an execution of its own. Of a program those that its text names, perhaps none
 * @param priority higher first among the enforcements of one event
 * @param context StackStorm's {@code context}, such as the user who made it
 * @param metadataFile path within the pack, null for a rule made by API
 * @param program the rule in DRL, in the place of criteria and condition; null where it is none
 * @param when several events, in the place of trigger, criteria and condition, and then {@code trigger} is the first one's;
 *     null where it is a rule of one event
 * @param limits what stands between its matches and its actions
 */
public record Rule(
        Ref ref,
        @Nullable String description,
        boolean enabled,
        boolean shadow,
        Type type,
        Trigger trigger,
        List<Criterion> criteria,
        @Nullable String where,
        List<ActionCall> actions,
        int priority,
        List<Tag> tags,
        Map<String, @Nullable Object> context,
        @Nullable String metadataFile,
        @Nullable Program program,
        @Nullable When when,
        Limits limits) {

    /** A rule of one event without limits. */
    public Rule(
            Ref ref,
            @Nullable String description,
            boolean enabled,
            boolean shadow,
            Type type,
            Trigger trigger,
            List<Criterion> criteria,
            @Nullable String where,
            List<ActionCall> actions,
            int priority,
            List<Tag> tags,
            Map<String, @Nullable Object> context,
            @Nullable String metadataFile) {
        this(
                ref,
                description,
                enabled,
                shadow,
                type,
                trigger,
                criteria,
                where,
                actions,
                priority,
                tags,
                context,
                metadataFile,
                null,
                null,
                Limits.NONE);
    }

    /** Which events a rule is asked about. */
    public enum Type {
        STANDARD,
        BACKSTOP
    }

    public Rule {
        criteria = List.copyOf(criteria);
        actions = List.copyOf(actions);
        tags = List.copyOf(tags);
        context = JsonValues.copyOf(context);
        if (actions.isEmpty() && program == null) {
            throw new IllegalArgumentException("A rule calls at least one action");
        }
    }

    public String id() {
        return Kind.RULE.id(ref);
    }

    public String uid() {
        return Kind.RULE.uid(ref);
    }

    /** {@return the types of the triggers whose events it asks for} */
    public List<Ref> triggerTypes() {
        return program == null
                ? triggers().stream().map(Trigger::type).distinct().toList()
                : program.triggerTypes();
    }

    /** {@return the triggers whose events it asks for, each once; of a program that of its first type alone} */
    public List<Trigger> triggers() {
        return when == null ? List.of(trigger) : when.triggers();
    }

    /** {@return whether it needs more than one event to decide: it is over several events, or it has limits} */
    public boolean isCorrelated() {
        return program == null && (when != null || !limits.isNone());
    }

    /** {@return this rule with other switches} */
    public Rule with(boolean nowEnabled, boolean nowShadow) {
        return new Rule(
                ref,
                description,
                nowEnabled,
                nowShadow,
                type,
                trigger,
                criteria,
                where,
                actions,
                priority,
                tags,
                context,
                metadataFile,
                program,
                when,
                limits);
    }

    /** {@return this rule with other limits} */
    public Rule with(Limits others) {
        return new Rule(
                ref,
                description,
                enabled,
                shadow,
                type,
                trigger,
                criteria,
                where,
                actions,
                priority,
                tags,
                context,
                metadataFile,
                program,
                when,
                others);
    }
}

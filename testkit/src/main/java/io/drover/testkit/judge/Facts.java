package io.drover.testkit.judge;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the database says after the run, as plain rows.
 *
 * @param instances trigger instance id → id of the event as it was sent
 * @param enforcements what came of each match
 * @param executions those that rules asked for
 * @param notFinal how many executions of any kind, children of workflows included, are in no final state
 * @param statusChanges every status that an execution took, from its log
 * @param audited every status change that has an audit record
 */
public record Facts(
        Map<String, String> instances,
        List<Enforced> enforcements,
        List<Executed> executions,
        int notFinal,
        List<StatusChange> statusChanges,
        List<StatusChange> audited) {
    public Facts {
        instances = Map.copyOf(instances);
        enforcements = List.copyOf(enforcements);
        executions = List.copyOf(executions);
        statusChanges = List.copyOf(statusChanges);
        audited = List.copyOf(audited);
    }

    /** A rule enforcement; {@code execution} is null where the match led to none. */
    public record Enforced(
            String event, String rule, @Nullable String execution) {}

    /** An execution that a rule asked for because of an event; {@code status} as StackStorm spells it. */
    public record Executed(String id, String event, String rule, String status, int attempt) {}

    /** An execution took a status. */
    public record StatusChange(String execution, String status) {}
}

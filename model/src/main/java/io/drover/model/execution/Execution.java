package io.drover.model.execution;

import io.drover.model.action.ActionResult;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of an action.
 *
 * @param id 24 hex digits
 * @param action what runs; {@code actionRevision} is the hash of its definition at the time of the request
 * @param parameters what the caller gave, rendered and cast, with secret values masked as {@code ********}
 * @param sealed the secret values of the parameters and of the result, encrypted; null where there are none
 * @param context what else travels along, in the shape of StackStorm's {@code context} (user, trace_context, …)
 * @param result null until it is completed or waits for an answer
 * @param log every status it had, oldest first; the last one is {@code status}
 */
public record Execution(
        String id,
        Ref action,
        String runnerType,
        String actionRevision,
        ExecutionStatus status,
        Map<String, @Nullable Object> parameters,
        @Nullable Sealed sealed,
        Map<String, @Nullable Object> context,
        Cause cause,
        Trace trace,
        Claim claim,
        Instant requestedAt,
        @Nullable Instant endedAt,
        @Nullable Map<String, @Nullable Object> result,
        List<StatusChange> log) {
    /** The entry of the context that says which task of a workflow's run it is, in StackStorm's form. */
    public static final String TASK = "orquesta";

    /** The entry of the context that says which task of an action chain it is. */
    public static final String CHAIN_TASK = "chain";

    /** The entry of the context that says how many milliseconds after its request an execution starts. */
    public static final String DELAY = "delay";

    /** The entry of the context that says who is told how an execution ended, in the form of {@code notify}. */
    public static final String NOTICES = "notify";

    /** The entry of the context that names the policies which delayed it or asked for it. */
    public static final String POLICIES = "policies";

    public Execution {
        parameters = JsonValues.copyOf(parameters);
        context = JsonValues.copyOf(context);
        result = result == null ? null : JsonValues.copyOf(result);
        log = List.copyOf(log);
    }

    /**
     * {@return who is told how this ends, in the form of {@code notify}; null: nobody}
     *
     * <p>What an action says itself counts before what it was called with. Of a task it counts only where its workflow wants
     * people to be told of the task.
     *
     * @param ofAction the section of its action
     */
    public @Nullable Object notices(@Nullable Map<String, @Nullable Object> ofAction) {
        Object given = context.get(NOTICES);
        boolean silenced =
                context.containsKey(CHAIN_TASK) ? Map.of().equals(given) : context.containsKey(TASK) && given == null;
        return silenced || ofAction == null || ofAction.isEmpty() ? given : ofAction;
    }

    /** {@return when it is to start: at the time of its request, unless it is delayed} */
    public Instant dueAt() {
        return context.get(DELAY) instanceof Long millis ? requestedAt.plusMillis(millis) : requestedAt;
    }

    /** {@return the span on which it hangs; null: none} */
    public @Nullable TraceParent traceParent() {
        return context.get(TraceParent.NAME) instanceof String header ? TraceParent.parse(header) : null;
    }

    /** {@return whether a policy asked for it, as the one before failed} */
    public boolean isRepetition() {
        return context.get(POLICIES) instanceof Map<?, ?> policies && policies.containsKey("retry");
    }

    /** {@return this execution claimed by a node, with the next attempt number} */
    public Execution claimedBy(String node) {
        return with(status, claim.by(node), endedAt, result, context, log);
    }

    /** {@return this execution in another status} */
    public Execution moved(ExecutionStatus next, Instant at) {
        requireMove(next);
        return with(next, claim, next.isCompleted() ? at : endedAt, result, context, logged(next, at));
    }

    /** {@return this execution with its outcome, claimed by nobody any more} */
    public Execution completedWith(ActionResult outcome, Instant at) {
        requireMove(outcome.status());
        return with(outcome.status(), claim.released(), at, outcome.result(), context, logged(outcome.status(), at));
    }

    /** {@return this execution as it waits for an answer, still claimed; its result says what it asks} */
    public Execution pendingWith(ActionResult question, Instant at) {
        requireMove(question.status());
        return with(question.status(), claim, endedAt, question.result(), context, logged(question.status(), at));
    }

    /** {@return this execution with one more entry of its context} */
    public Execution withContext(String key, @Nullable Object value) {
        Map<String, @Nullable Object> extended = new java.util.LinkedHashMap<>(context);
        extended.put(key, value);
        return with(status, claim, endedAt, result, extended, log);
    }

    /** {@return this execution with other secrets} */
    public Execution withSealed(Sealed secrets) {
        return with(secrets, status, parameters, claim, endedAt, result, context, log);
    }

    /** {@return this execution with other parameters and another result to show} */
    public Execution showing(
            Map<String, @Nullable Object> otherParameters, @Nullable Map<String, @Nullable Object> otherResult) {
        return with(sealed, status, otherParameters, claim, endedAt, otherResult, context, log);
    }

    private void requireMove(ExecutionStatus next) {
        if (!status.canBecome(next)) {
            throw new IllegalStateException("Expected to move execution '" + id + "' to '" + next.word()
                    + "', but it is '" + status.word() + "', from where no way leads there.");
        }
    }

    private List<StatusChange> logged(ExecutionStatus next, Instant at) {
        List<StatusChange> longer = new ArrayList<>(log);
        longer.add(new StatusChange(next, at));
        return longer;
    }

    private Execution with(
            ExecutionStatus newStatus,
            Claim newClaim,
            @Nullable Instant newEnd,
            @Nullable Map<String, @Nullable Object> newResult,
            Map<String, @Nullable Object> newContext,
            List<StatusChange> newLog) {
        return with(sealed, newStatus, parameters, newClaim, newEnd, newResult, newContext, newLog);
    }

    private Execution with(
            @Nullable Sealed newSealed,
            ExecutionStatus newStatus,
            Map<String, @Nullable Object> newParameters,
            Claim newClaim,
            @Nullable Instant newEnd,
            @Nullable Map<String, @Nullable Object> newResult,
            Map<String, @Nullable Object> newContext,
            List<StatusChange> newLog) {
        return new Execution(
                id,
                action,
                runnerType,
                actionRevision,
                newStatus,
                newParameters,
                newSealed,
                newContext,
                cause,
                trace,
                newClaim,
                requestedAt,
                newEnd,
                newResult,
                newLog);
    }
}

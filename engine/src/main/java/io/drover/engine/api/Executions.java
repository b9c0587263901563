package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.execution.Execution;
import io.drover.model.execution.OutputChunk;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs of actions. */
public interface Executions {

    /** Requests an execution; complete as soon as it is committed, when it may be running already. */
    CompletionStage<Execution> request(ExecutionRequest request, Principal by);

    /**
     * Requests an execution with an earlier one's parameters, some of them replaced.
     *
     * @param user on whose behalf; null: the caller
     * @param delay how long after the request it starts
     */
    CompletionStage<Execution> rerun(
            String id, Map<String, @Nullable Object> parameters, @Nullable String user, Duration delay, Principal by);

    /**
     * Lets a workflow that is completed go on from some of its tasks: a new execution takes over its run.
     *
     * @param tasks names of those tasks
     * @param reset those of them whose items run again even where they succeeded; no others
     * @param user on whose behalf; null: the caller
     * @param delay how long after the request it starts
     * @return the new execution; a failure with {@code INVALID_ARGUMENT} where the execution is no Orquesta workflow
     */
    CompletionStage<Execution> rerun(
            String id, List<String> tasks, List<String> reset, @Nullable String user, Duration delay, Principal by);

    /**
     * Asks a workflow to pause, and all workflows below it: what runs may end, nothing more starts.
     *
     * @return it as it is then: {@code pausing} or {@code paused}; a failure with {@code INVALID_ARGUMENT} where it is no
     *     workflow, or does not run
     */
    CompletionStage<Execution> pause(String id, Principal by);

    /**
     * Lets a paused workflow go on, and all paused workflows below it.
     *
     * @return it as it is then; a failure with {@code INVALID_ARGUMENT} where it is not paused
     */
    CompletionStage<Execution> resume(String id, Principal by);

    /**
     * Asks an execution to stop, and a workflow's tasks with it.
     *
     * @return it as it is then: {@code canceling} or {@code canceled}; unchanged where it is completed
     */
    CompletionStage<Execution> cancel(String id, Principal by);

    /**
     * Ends an execution whose work is done elsewhere.
     *
     * @return it as it is then; a failure with {@code INVALID_ARGUMENT} where it is completed, or cannot end like that from
     *     where it stands
     */
    CompletionStage<Execution> end(String id, ActionResult outcome, Principal by);

    Optional<Execution> find(String id);

    /** {@return the one requested last} */
    Optional<Execution> last();

    /** As {@link io.drover.model.store.Executions#list}. */
    Listing<Execution> list(Query query);

    /**
     * Finds what an execution asked for, what that asked for, and so on.
     *
     * @param depth how many generations, -1: all
     * @return the nearest generation first
     */
    List<Execution> descendants(String id, int depth);

    /** As {@link io.drover.model.store.Executions#childIds}. */
    Map<String, List<String>> childIds(Set<String> parents);

    /** As {@link io.drover.model.store.Executions#values}. */
    SortedMap<String, List<String>> values();

    /** {@return what it wrote so far, in order} */
    List<OutputChunk> output(String id);

    /** {@return the action as it was defined when the execution was requested} */
    Action definition(Execution execution);

    /** {@return an execution with its secrets in clear, for administrators who ask for them} */
    Execution reveal(Execution execution);
}

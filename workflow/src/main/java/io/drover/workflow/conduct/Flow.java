package io.drover.workflow.conduct;

import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the runs of one workflow go, whatever language it is written in. Pure: equal arguments give equal results, and nothing
 * else happens. What fails in the workflow ends the run; nothing is thrown for it.
 *
 * <p>Whoever runs a workflow begins it once, then tells it every event in turn, carries out the actions of each step, and
 * stores what a step has changed by {@link StateDocument}.
 */
public interface Flow {
    /**
     * {@return a run that has been asked for nothing yet; one that failed where its inputs or variables cannot be rendered}
     *
     * @param context what is known beside the inputs, such as {@code st2} and {@code parent}
     */
    State begin(
            Map<String, ? extends @Nullable Object> context,
            Map<String, ? extends @Nullable Object> inputs,
            Surroundings surroundings);

    /**
     * What an event leads to: the state after it, the tasks that follow started, and their actions, which are to be run.
     * Actions and state belong into one transaction.
     */
    Step next(State state, Event event, Surroundings surroundings);

    /** {@return the state with its output, where it is completed and has none yet; {@link #next} has done that already} */
    State render(State state, Surroundings surroundings);

    /**
     * {@return the result that the run's own execution shows in this state}
     *
     * @param executions id of the execution of an entry of the sequence, by its number; null where it has none
     */
    Map<String, @Nullable Object> result(State state, IntFunction<@Nullable String> executions);
}

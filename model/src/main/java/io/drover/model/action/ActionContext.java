package io.drover.model.action;

import io.drover.model.execution.Execution;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.TraceParent;
import io.drover.model.json.JsonValues;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a runner gets.
 *
 * @param execution what runs; its parameters are masked, use {@code runnerParameters} and {@code actionParameters}
 * @param runnerParameters values of the parameters that the runner's type declares, defaults filled in, secrets in clear
 * @param actionParameters values of the other parameters, likewise
 * @param secretNames parameters whose values must not be shown
 * @param config the configuration of the action's pack
 * @param api where the action can reach this daemon, such as {@code http://127.0.0.1:9101/v1}
 * @param apiToken a token for it, valid while the action runs; empty for a runner without effects, which asks nobody
 * @param output takes what the action writes, while it runs
 * @param cancellation tells when the action has to stop
 */
public record ActionContext(
        Execution execution,
        Action action,
        Map<String, @Nullable Object> runnerParameters,
        Map<String, @Nullable Object> actionParameters,
        List<String> secretNames,
        Map<String, @Nullable Object> config,
        URI api,
        String apiToken,
        Output output,
        Cancellation cancellation) {
    public ActionContext {
        runnerParameters = JsonValues.copyOf(runnerParameters);
        actionParameters = JsonValues.copyOf(actionParameters);
        secretNames = List.copyOf(secretNames);
        config = JsonValues.copyOf(config);
    }

    /** {@return the span on which hangs what the action calls; null: none} */
    public @Nullable TraceParent traceParent() {
        return execution.traceParent();
    }

    /** Takes pieces of output in the order in which they were written; never blocks for long. */
    @FunctionalInterface
    public interface Output {
        void write(OutputChunk.Stream stream, String text);
    }

    /** How an action learns that it must stop. */
    public interface Cancellation {

        /** Runs the given step as soon as the execution is cancelled, at once where it already is. */
        void whenCanceled(Runnable stop);

        boolean isCanceled();

        /** {@return how long a program gets between the polite and the final signal} */
        Duration grace();
    }
}

package io.drover.camelactions.testing;

import io.drover.model.action.Action;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.Trace;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call of an action, put together for a runner. */
public final class Call implements ActionContext.Cancellation {
    /** The id of the execution. */
    public static final String EXECUTION = "65f0c0ffee65f0c0ffee65f0";

    private final ActionRunner runner;
    private final Map<String, @Nullable Object> runnerParameters = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> actionParameters = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> schemas = new LinkedHashMap<>();
    private final List<String> secrets = new ArrayList<>();
    private final Map<String, @Nullable Object> config = new LinkedHashMap<>();
    private final StringBuilder output = new StringBuilder();
    private final List<Runnable> stops = new ArrayList<>();
    private final Map<String, @Nullable Object> context = new LinkedHashMap<>();
    private @Nullable Consumer<String> listener;
    private @Nullable Path pack;
    private String entryPoint = "";
    private boolean canceled;
    private boolean forgetting;

    public Call(ActionRunner runner) {
        this.runner = runner;
    }

    public Call runner(String name, @Nullable Object value) {
        runnerParameters.put(name, value);
        return this;
    }

    public Call action(String name, @Nullable Object value) {
        actionParameters.put(name, value);
        return this;
    }

    public Call schema(String name, Map<String, Object> schema) {
        schemas.put(name, schema);
        return this;
    }

    /** Gives a parameter of the action whose value must not be shown. */
    public Call secret(String name, @Nullable Object value) {
        secrets.add(name);
        return action(name, value);
    }

    public Call config(String name, Object value) {
        config.put(name, value);
        return this;
    }

    /** Has the action called within a trace. */
    public Call on(TraceParent span) {
        context.put(TraceParent.NAME, span.header());
        return this;
    }

    public Call script(Path packFolder, String name) {
        pack = packFolder;
        entryPoint = name;
        return this;
    }

    /** Hands everything that was written so far to the given listener whenever more is written. */
    public Call whenWritten(Consumer<String> everything) {
        listener = everything;
        return this;
    }

    public synchronized void cancel() {
        canceled = true;
        stops.forEach(Runnable::run);
    }

    public synchronized String output() {
        return output.toString();
    }

    public ActionResult run() throws InterruptedException {
        Ref ref = Ref.of("test", "it");
        Action action = new Action(
                ref,
                null,
                true,
                runner.type().name(),
                entryPoint,
                pack,
                schemas,
                null,
                null,
                List.of(),
                null,
                false,
                null);
        Execution execution = new Execution(
                EXECUTION,
                ref,
                runner.type().name(),
                "1",
                ExecutionStatus.RUNNING,
                Map.of(),
                null,
                context,
                Cause.request("tester"),
                new Trace("trace", null),
                Claim.NONE,
                Clock.systemUTC().instant(),
                null,
                null,
                List.of());
        return runner.run(new ActionContext(
                execution,
                action,
                runnerParameters,
                actionParameters,
                secrets,
                config,
                URI.create("http://127.0.0.1:9101/v1"),
                "a-token",
                this::write,
                this));
    }

    /** Lets what is written while the action runs go, for outputs that do not fit into memory. */
    public Call forgettingOutput() {
        forgetting = true;
        return this;
    }

    private synchronized void write(OutputChunk.Stream stream, String text) {
        if (forgetting) {
            return;
        }
        output.append(text);
        if (listener != null) {
            listener.accept(output.toString());
        }
    }

    @Override
    public synchronized void whenCanceled(Runnable stop) {
        stops.add(stop);
        if (canceled) {
            stop.run();
        }
    }

    @Override
    public synchronized boolean isCanceled() {
        return canceled;
    }

    @Override
    public Duration grace() {
        return Duration.ofMillis(300);
    }
}

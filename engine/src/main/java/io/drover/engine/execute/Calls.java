package io.drover.engine.execute;

import io.drover.engine.access.ActionTokens;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.commit.Committer;
import io.drover.engine.enforce.PackConfig;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.enforce.Requests;
import io.drover.engine.secret.Veil;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.TraceParent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls runners. One gets the parameters in clear and a token; in what it tells, its output, its result or its failure, what
 * is secret of these is masked.
 */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final String NO_TOKEN = "";

    private final Runs.Settings settings;
    private final Parameters parameters;
    private final Requests requests;
    private final ActionTokens tokens;
    private final Committer committer;
    private final InstantSource clock;
    private final Consumer<String> failPoint;

    Calls(
            Runs.Settings settings,
            Parameters parameters,
            Requests requests,
            ActionTokens tokens,
            Committer committer,
            InstantSource clock,
            Consumer<String> failPoint) {
        this.settings = settings;
        this.parameters = parameters;
        this.requests = requests;
        this.tokens = tokens;
        this.committer = committer;
        this.clock = clock;
        this.failPoint = failPoint;
    }

    /** Calls the runner of a run's action and waits for it. Whatever goes wrong is a result, too. */
    ActionResult call(Run run, ActionRunner runner, CallableAction callable) {
        if (!runner.type().effects()) {
            return call(run, runner, callable, NO_TOKEN);
        }
        try (ActionTokens.Token token = tokens.issue(run.execution())) {
            return call(run, runner, callable, token.text());
        }
    }

    private ActionResult call(Run run, ActionRunner runner, CallableAction callable, String token) {
        try {
            Prepared prepared = prepared(run.execution(), callable);
            PackConfig config =
                    parameters.config(callable, run.execution().cause().user());
            return new Call(run, runner, callable, prepared, config, token).result();
        } catch (DroverException e) {
            return ActionResult.failed(e.getMessage());
        }
    }

    private Prepared prepared(Execution execution, CallableAction callable) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("action_context", execution.context());
        return parameters.complete(callable, requests.prepared(execution), context);
    }

    /** One call, with its parameters. */
    private final class Call {
        private final Run run;
        private final ActionRunner runner;
        private final CallableAction callable;
        private final Prepared prepared;
        private final PackConfig config;
        private final String token;
        private final Veil veil;

        Call(
                Run run,
                ActionRunner runner,
                CallableAction callable,
                Prepared prepared,
                PackConfig config,
                String token) {
            this.run = run;
            this.runner = runner;
            this.callable = callable;
            this.prepared = prepared;
            this.config = config;
            this.token = token;
            List<Object> secrets = new ArrayList<>(prepared.hidden());
            secrets.addAll(config.secrets());
            secrets.add(token);
            this.veil = Veil.over(secrets);
        }

        ActionResult result() {
            Execution execution = run.execution();
            OutputSpool output = new OutputSpool(
                    execution.id(), execution.claim().attempt(), veil, committer, clock, settings.outputLimit());
            try {
                ActionResult result =
                        runner.run(context(callable.output().secrets().isNone() ? output : new HiddenOutput(output)));
                failPoint.accept("action-ended");
                if (execution.cause().parent() != null && execution.context().containsKey(Execution.TASK)) {
                    // the tasks that come next need it as it is
                    run.hides(veil::masked);
                    return result;
                }
                return new ActionResult(result.status(), veil.masked(result.result()));
            } catch (InterruptedException e) {
                return ActionResult.abandoned("The daemon stopped before the action ended.");
            } catch (DroverException e) {
                return ActionResult.failed(veil.masked(e.getMessage()));
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                LOG.warn(
                        "Action {} threw; execution {} fails. {}",
                        execution.action(),
                        execution.id(),
                        veil.masked(stack(e)));
                return ActionResult.failed(veil.masked(e.getClass().getSimpleName() + ": " + e.getMessage()));
            } finally {
                output.finish();
            }
        }

        private ActionContext context(ActionContext.Output output) {
            Map<String, @Nullable Object> ofRunner = new LinkedHashMap<>();
            Map<String, @Nullable Object> ofAction = new LinkedHashMap<>();
            Set<String> known = runner.type().parameters().keySet();
            prepared.clear().forEach((name, value) -> (known.contains(name) ? ofRunner : ofAction).put(name, value));
            Set<String> secrets = new TreeSet<>(callable.secrets().keySet());
            secrets.addAll(prepared.secrets().keySet());
            return new ActionContext(
                    traced(run.execution()),
                    callable.action(),
                    ofRunner,
                    ofAction,
                    List.copyOf(secrets),
                    config.values(),
                    settings.api().get(),
                    token,
                    output,
                    run);
        }

        /** What the action calls hangs on the span of this attempt. */
        private Execution traced(Execution execution) {
            return settings.tracing().isOn()
                    ? execution.withContext(
                            TraceParent.NAME,
                            settings.tracing().ofAttempt(execution).header())
                    : execution;
        }

        private static String stack(Throwable thrown) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }
}

package io.drover.engine.enforce;

import io.drover.engine.access.RuleRights;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Limited;
import io.drover.engine.ids.Ids;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.silence.InForce;
import io.drover.engine.silence.Stop;
import io.drover.engine.trace.Tracing;
import io.drover.expressions.ExpressionException;
import io.drover.model.action.ActionCall;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Execution;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Kind;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.rule.RuleMatch;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns matches into enforcements and executions (platform spec 3.7). */
public final class RuleEnforcer {
    private static final Logger LOG = LoggerFactory.getLogger(RuleEnforcer.class);
    private static final String ENGINE = "engine";
    /** In the place of an action: a rule can match an event though one of its clauses could not be decided. */
    private static final int UNDECIDED = -1;

    private final Registry registry;
    private final Parameters parameters;
    private final Requests requests;
    private final Overruns overruns;
    private final RuleRights rights;
    private final Ids ids;
    private final String user;
    private final Tracing tracing;
    private final InForce silences;

    /**
     * An enforcer.
     *
     * @param overruns is told of parameters that take too long; a rule that has to go is not enforced any more
     * @param rights tells what a rule may no more do than the one who made it
     * @param user on whose behalf executions of rules run
     * @param tracing names the span on which an execution hangs
     * @param silences keep matches from their actions
     */
    public RuleEnforcer(
            Registry registry,
            Parameters parameters,
            Requests requests,
            Overruns overruns,
            RuleRights rights,
            Ids ids,
            String user,
            Tracing tracing,
            InForce silences) {
        this.registry = registry;
        this.parameters = parameters;
        this.requests = requests;
        this.overruns = overruns;
        this.rights = rights;
        this.ids = ids;
        this.user = user;
        this.tracing = tracing;
        this.silences = silences;
    }

    /**
     * Adds what a rule that matched an event leads to, one enforcement for each of its actions. Whatever goes wrong is an
     * enforcement that failed, and no other's concern.
     *
     * @throws DroverException {@code UNAVAILABLE} alone: the datastore cannot be asked now, so the event cannot be decided
     */
    public void enforce(Rule rule, int revision, TriggerInstance event, Instant now, Enforced rows) {
        for (int index = 0; index < rule.actions().size(); index++) {
            ActionCall call = rule.actions().get(index);
            String key = RuleMatch.key(rule.ref(), index, event.id());
            new Enforcement(rule, revision, index, call, key, event, now, rows).enforceOrFail();
        }
    }

    /**
     * Adds what a match of several events, or one that passed limits, leads to.
     *
     * @param once what makes it happen once, for this rule
     * @param before keys of what was enforced before, and is left out
     * @param seen by templates
     * @param newest of its events, on which the enforcements hang
     * @throws DroverException as {@link #enforce(Rule, int, TriggerInstance, Instant, Enforced)}
     */
    public void enforce(
            Rule rule,
            int revision,
            String once,
            Set<String> before,
            Map<String, @Nullable Object> seen,
            TriggerInstance newest,
            Instant now,
            Enforced rows) {
        for (int index = 0; index < rule.actions().size(); index++) {
            ActionCall call = rule.actions().get(index);
            String key = RuleMatch.key(rule.ref(), index, once);
            if (!before.contains(key)) {
                new Enforcement(rule, revision, index, call, key, newest, seen, now, rows).enforceOrFail();
            }
        }
    }

    /** Adds that something stopped or keeps a match, once for a key. */
    public void limit(
            Rule rule, int revision, String key, TriggerInstance event, Instant now, String reason, Enforced rows) {
        new Enforcement(rule, revision, UNDECIDED, null, key, event, now, rows).limited(reason);
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof DroverException known && known.code() == ErrorCode.UNAVAILABLE;
    }

    /**
     * Adds what a rule in DRL asked for. Its parameters are values already: what looks like a template in them is none.
     *
     * @param call which of the requests of its match, from 0
     * @param key what makes it happen once
     * @param event the newest that led to it
     * @throws DroverException as {@link #enforce(Rule, int, TriggerInstance, Instant, Enforced)}
     */
    public void enforce(
            Rule rule,
            int revision,
            int call,
            ActionCall asked,
            String key,
            TriggerInstance event,
            Instant now,
            Enforced rows) {
        new Enforcement(rule, revision, call, asked, key, event, now, rows).enforceOrFail();
    }

    /** Adds that a rule failed, once for a key. */
    public void fail(
            Rule rule, int revision, String key, TriggerInstance event, Instant now, String reason, Enforced rows) {
        new Enforcement(rule, revision, UNDECIDED, null, key, event, now, rows).failed(null, reason);
    }

    /** Adds that a rule could not be decided for an event; at most once for both. */
    public void fail(Rule rule, int revision, TriggerInstance event, Instant now, String reason, Enforced rows) {
        fail(rule, revision, RuleMatch.key(rule.ref(), UNDECIDED, event.id()), event, now, reason, rows);
    }

    /** One action of one rule for one event. */
    private final class Enforcement {
        private final Rule rule;
        private final int revision;
        private final int index;
        private final @Nullable ActionCall call;
        private final String key;
        private final TriggerInstance event;
        private final Map<String, @Nullable Object> seen;
        private final Instant now;
        private final Enforced rows;

        Enforcement(
                Rule rule,
                int revision,
                int index,
                @Nullable ActionCall call,
                String key,
                TriggerInstance event,
                Instant now,
                Enforced rows) {
            this(rule, revision, index, call, key, event, Map.of("trigger", event.payload()), now, rows);
        }

        /** @param seen by templates, besides the context of the action */
        Enforcement(
                Rule rule,
                int revision,
                int index,
                @Nullable ActionCall call,
                String key,
                TriggerInstance event,
                Map<String, @Nullable Object> seen,
                Instant now,
                Enforced rows) {
            this.seen = seen;
            this.rule = rule;
            this.revision = revision;
            this.index = index;
            this.call = call;
            this.key = key;
            this.event = event;
            this.now = now;
            this.rows = rows;
        }

        void enforceOrFail() {
            try {
                enforce(Objects.requireNonNull(call, "what is enforced calls an action"));
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                if (isAway(e)) {
                    throw e;
                }
                LOG.error("Rule {} could not be enforced for event {}.", rule.ref(), event.id(), e);
                failed(null, "The enforcement broke off with " + e + ". The daemon's log has more; report it.");
            }
        }

        private void enforce(ActionCall call) {
            // a shadow dispatches nothing anyway, and is there to be looked at
            Stop stop = rule.shadow()
                    ? null
                    : silences.stop(rule, call.ref(), event.payload(), rule.when() == null ? null : seen, now);
            if (stop != null) {
                stopped(stop);
                return;
            }
            CallableAction callable = registry.callable(call.ref());
            if (overruns.tooOften(new Revision(rule.ref(), revision))) {
                failed(null, "Parameters are not rendered any more: the rule ran over its budget too often.");
            } else if (callable == null) {
                failed(null, "Action '" + call.ref() + "' is not registered. Register its pack, or change the rule.");
            } else if (!callable.action().enabled()) {
                failed(null, "Action '" + call.ref() + "' is disabled. Enable it, or change the rule.");
            } else if (!registry.isRunnerOn(callable.runner().name())) {
                failed(
                        null,
                        "The runner '" + callable.runner().name() + "' of action '" + call.ref()
                                + "' is disabled. Enable it with PUT /runnertypes/"
                                + callable.runner().name() + ".");
            } else {
                String missing = rights.missing(rule, call.ref());
                if (missing == null) {
                    request(call, callable);
                } else {
                    failed(null, missing);
                }
            }
        }

        private void request(ActionCall call, CallableAction callable) {
            Prepared rendered;
            try {
                rendered = rule.program() == null
                        ? parameters.requested(callable, call.parameters(), templateContext(callable))
                        : parameters.requestedPlainly(callable, call.parameters(), templateContext(callable));
            } catch (DroverException e) {
                if (isAway(e)) {
                    throw e;
                }
                if (e.getCause() instanceof ExpressionException cause && cause.isOverBudget()) {
                    overruns.add(new Revision(rule.ref(), revision), event.id());
                }
                refuse(call, callable, e.getMessage());
                return;
            }
            if (rule.shadow()) {
                rows.add(enforcement(Status.SHADOW, null, null, rendered.shown()), entry("shadowed", null));
                return;
            }
            Execution execution =
                    requests.execution(callable, rendered, executionContext(callable), cause(), event.trace(), now);
            rows.add(execution, Requests.audit(execution, ENGINE));
            rows.add(enforcement(Status.SUCCEEDED, execution.id(), null, null), entry("enforced", null));
        }

        private void refuse(ActionCall call, CallableAction callable, String reason) {
            if (rule.shadow()) {
                failed(null, reason);
                return;
            }
            Execution failure = requests.failed(
                    callable,
                    parameters.shownAsGiven(callable, call.parameters()),
                    executionContext(callable),
                    cause(),
                    event.trace(),
                    now,
                    reason);
            rows.add(failure, Requests.audit(failure, ENGINE).with("error", reason));
            failed(failure.id(), reason);
        }

        void failed(@Nullable String executionId, String reason) {
            rows.add(enforcement(Status.FAILED, executionId, reason, null), entry("failed", reason));
        }

        void limited(String reason) {
            rows.add(enforcement(Status.LIMITED, null, reason, null), entry("limited", reason));
        }

        private void stopped(Stop stop) {
            LimitedMatches counted = new LimitedMatches(
                    rule.ref(),
                    revision,
                    stop.what().limit(),
                    stop.what().key(),
                    stop.what().window(),
                    event.id(),
                    event.id(),
                    event.acceptedAt(),
                    event.acceptedAt(),
                    1);
            rows.add(new Limited(
                    counted,
                    List.of(enforcement(Status.LIMITED, null, stop.reason(), null)),
                    List.of(entry("limited", stop.reason()))));
        }

        private AuditRecord entry(String what, @Nullable String reason) {
            AuditRecord made = AuditRecord.of(
                            ENGINE,
                            what,
                            "rule",
                            rule.ref().toString(),
                            event.trace().id(),
                            now)
                    .with("event", event.id());
            return reason == null ? made : made.because(reason);
        }

        private RuleEnforcement enforcement(
                Status status,
                @Nullable String executionId,
                @Nullable String reason,
                @Nullable Map<String, @Nullable Object> shown) {
            return new RuleEnforcement(
                    ids.next(),
                    key,
                    rule.ref(),
                    revision,
                    Math.max(index, 0),
                    event.id(),
                    status,
                    executionId,
                    reason,
                    shown,
                    event.trace().id(),
                    now);
        }

        private Cause cause() {
            return new Cause(user, rule.ref(), revision, event.trigger(), event.triggerType(), event.id(), null);
        }

        private Map<String, @Nullable Object> templateContext(CallableAction callable) {
            Map<String, @Nullable Object> context = new LinkedHashMap<>(seen);
            context.put("action_context", executionContext(callable));
            return context;
        }

        private Map<String, @Nullable Object> executionContext(CallableAction callable) {
            Map<String, @Nullable Object> context = new LinkedHashMap<>();
            context.put("user", user);
            context.put("pack", callable.action().ref().pack());
            context.put("trigger_instance", Map.of("id", event.id()));
            context.put(
                    "rule",
                    Map.of("id", Kind.RULE.id(rule.ref()), "name", rule.ref().name()));
            if (tracing.isOn()) {
                context.put(
                        TraceParent.NAME,
                        tracing.ofEnforcement(event.trace(), key).header());
            }
            return context;
        }
    }
}

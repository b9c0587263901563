package io.drover.engine.dispatch;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.enforce.Enforced;
import io.drover.engine.enforce.RuleEnforcer;
import io.drover.engine.execute.Runs;
import io.drover.engine.match.Floods;
import io.drover.engine.match.Matches;
import io.drover.engine.match.Matches.MatchError;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.trace.Tracing;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.RuleMatch;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what events lead to: asks the rules about a batch, and commits each event together with what they made of it.
 * Who handed it over is answered after that. Used by the rules' owner alone.
 */
final class Decisions {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final Registry registry;
    private final RuleMatcher matcher;
    private final Overruns overruns;
    private final Floods floods;
    private final RuleEnforcer enforcer;
    private final Committer committer;
    private final Runs runs;
    private final InstantSource clock;
    private final Tally tally;
    private final Consumer<String> failPoint;
    private final Tracing tracing;
    private volatile BiConsumer<Revision, String> quarantine = (rule, reason) -> {};

    Decisions(
            Registry registry,
            RuleMatcher matcher,
            Overruns overruns,
            Floods floods,
            RuleEnforcer enforcer,
            Committer committer,
            Runs runs,
            InstantSource clock,
            Tally tally,
            Consumer<String> failPoint,
            Tracing tracing) {
        this.registry = registry;
        this.matcher = matcher;
        this.overruns = overruns;
        this.floods = floods;
        this.enforcer = enforcer;
        this.committer = committer;
        this.runs = runs;
        this.clock = clock;
        this.tally = tally;
        this.failPoint = failPoint;
        this.tracing = tracing;
    }

    void quarantine(BiConsumer<Revision, String> step) {
        this.quarantine = step;
    }

    /** Decides about a batch; the rules do not change meanwhile. */
    void decide(List<Arrival> batch) {
        Instant begin = clock.instant();
        try {
            commit(batch, matcher.match(events(batch)), begin);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (batch.size() == 1) {
                submitUnmatched(batch.get(0), e, begin);
            } else {
                LOG.warn("A batch of events could not be matched; each is matched alone.", e);
                batch.forEach(arrival -> decide(List.of(arrival)));
            }
        }
        for (Revision rule : overruns.tooOften()) {
            if (isQuarantined(rule, "it ran over its budget too often")) {
                overruns.forget(rule);
            }
        }
        for (Revision rule : floods.flooding()) {
            if (isQuarantined(rule, floods.reason())) {
                floods.forget(rule);
            }
        }
    }

    private static List<TriggerInstance> events(List<Arrival> batch) {
        return batch.stream().flatMap(arrival -> arrival.events().stream()).toList();
    }

    /** Events that no rule could be asked about are kept with the reason: their source would send them for ever. */
    private void submitUnmatched(Arrival arrival, Throwable reason, Instant begin) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Decision> decisions = new ArrayList<>();
        for (TriggerInstance event : arrival.events()) {
            LOG.error("Event {} could not be matched; it is kept without any enforcement.", event.id(), reason);
            Decision decision = new Decision(event);
            decision.rows()
                    .add(AuditRecord.of(
                                    "engine",
                                    "failed",
                                    "event",
                                    event.id(),
                                    event.trace().id(),
                                    now)
                            .because("The rules could not be asked about it: " + reason
                                    + ". Re-emit it once that is mended."));
            decisions.add(decision);
        }
        submit(arrival, decisions, begin, now);
    }

    private boolean isQuarantined(Revision rule, String reason) {
        try {
            quarantine.accept(rule, reason);
            return true;
        } catch (RuntimeException e) {
            LOG.error("Rule {} could not be quarantined; it is tried again after the next events.", rule.rule(), e);
            return false;
        }
    }

    private void commit(List<Arrival> batch, Matches matches, Instant begin) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Decision> decisions = events(batch).stream().map(Decision::new).toList();
        Map<Integer, DroverException> undecided = new HashMap<>(matches.away());
        for (RuleMatch match : matches.matches()) {
            RegisteredRule registered = registry.rule(match.rule());
            if (registered != null && !undecided.containsKey(match.event())) {
                Decision decision = decisions.get(match.event());
                floods.add(match.rule(), match.revision(), now);
                try {
                    enforcer.enforce(registered.rule(), match.revision(), decision.event(), now, decision.rows());
                } catch (DroverException away) {
                    undecided.put(match.event(), away);
                }
            }
        }
        for (MatchError error : matches.errors()) {
            Decision decision = decisions.get(error.event());
            decision.errors().add(error);
            if (error.overBudget()) {
                overruns.add(
                        new Revision(error.rule(), error.revision()),
                        decision.event().id());
            }
        }
        int from = 0;
        for (Arrival arrival : batch) {
            int to = from + arrival.events().size();
            DroverException away = IntStream.range(from, to)
                    .mapToObj(undecided::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (away == null) {
                submit(arrival, decisions.subList(from, to), begin, now);
            } else {
                // as where a commit fails: nothing of the events is there, and their source has to send them again
                answer(arrival, null, away);
            }
            from = to;
        }
    }

    /** What one event leads to. */
    private record Decision(TriggerInstance event, Enforced rows, List<MatchError> errors) {
        Decision(TriggerInstance event) {
            this(event, new Enforced(), new ArrayList<>());
        }
    }

    /**
     * Commits events with what came of them.
     *
     * @param begin when the rules were asked about them
     * @param now when they had answered
     */
    private void submit(Arrival arrival, List<Decision> decisions, Instant begin, Instant now) {
        Change change = new Change(once(arrival), batch -> {
            arrival.cause().accept(batch);
            decisions.forEach(decision -> put(decision, arrival, now, batch));
        });
        CompletableFuture<Void> unused = committer.submit(change).handle((outcome, failure) -> {
            if (failure == null && outcome.duplicateOf() == null) {
                failPoint.accept("dispatch-committed");
                for (Decision decision : decisions) {
                    int matches = decision.rows().enforcements().size();
                    tracing.evaluated(decision.event(), begin, now, matches);
                    decision.rows().startable().forEach(runs::start);
                }
            }
            answer(arrival, outcome, failure);
            return null;
        });
    }

    /** Only what comes from outside, one by one, has an identity there. */
    private static Change.@Nullable Once once(Arrival arrival) {
        TriggerInstance event = arrival.events().get(0);
        return event.dedupeKey() == null ? null : new Change.Once(TriggerInstances.dedupeKey(event), event.id());
    }

    private void put(Decision decision, Arrival arrival, Instant now, Batch batch) {
        TriggerInstance event = decision.event();
        batch.insert(event, arrival.window());
        batch.append(AuditRecord.of(
                        event.source(),
                        "accepted",
                        "event",
                        event.id(),
                        event.trace().id(),
                        event.acceptedAt())
                .with("trigger", event.trigger().toString()));
        decision.rows().into(batch);
        count(batch, decision.errors(), event, now);
    }

    /** The first error of a clause within an hour is an enforcement of its own; the others are only counted. */
    private void count(Batch batch, List<MatchError> errors, TriggerInstance event, Instant now) {
        if (errors.isEmpty()) {
            return;
        }
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        batch.also(transaction -> {
            List<ClauseError> counted = errors.stream()
                    .map(error -> new ClauseError(
                            error.rule(), error.revision(), error.clause(), hour, error.message(), event.id(), 1))
                    .toList();
            Map<Ref, List<ClauseError>> firsts = new LinkedHashMap<>();
            transaction
                    .enforcements()
                    .count(counted)
                    .forEach(first -> firsts.computeIfAbsent(first.rule(), rule -> new ArrayList<>())
                            .add(first));
            Enforced failed = new Enforced();
            firsts.forEach((rule, errorsOfRule) -> {
                RegisteredRule registered = registry.rule(rule);
                if (registered != null) {
                    int revision = errorsOfRule.get(0).ruleRevision();
                    enforcer.fail(registered.rule(), revision, event, now, reason(errorsOfRule), failed);
                }
            });
            transaction.enforcements().insertAll(failed.enforcements());
            failed.auditInto(batch);
        });
    }

    private static String reason(List<ClauseError> errors) {
        return errors.stream()
                .map(error -> "Clause '" + error.clause() + "' could not be decided: " + error.message())
                .collect(Collectors.joining(" "));
    }

    private void answer(Arrival arrival, @Nullable Outcome outcome, @Nullable Throwable failure) {
        tally.inFlight().decrementAndGet();
        if (failure != null) {
            arrival.committed().completeExceptionally(failure);
            arrival.answer().completeExceptionally(failure);
        } else if (outcome != null && outcome.duplicateOf() != null) {
            tally.duplicates().increment();
            arrival.answer().complete(Acceptance.duplicate(outcome.duplicateOf()));
        } else {
            tally.accepted().add(arrival.events().size());
            arrival.committed().complete(outcome);
            arrival.answer()
                    .complete(Acceptance.accepted(arrival.events().get(0).id()));
        }
    }
}

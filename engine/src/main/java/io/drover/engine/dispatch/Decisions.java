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
import io.drover.engine.match.Matches;
import io.drover.engine.match.Matches.MatchError;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.match.RuleMatcher;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    private final RuleEnforcer enforcer;
    private final Committer committer;
    private final Runs runs;
    private final InstantSource clock;
    private final Tally tally;
    private final Consumer<String> failPoint;
    private volatile Consumer<Revision> quarantine = rule -> {};

    Decisions(
            Registry registry,
            RuleMatcher matcher,
            Overruns overruns,
            RuleEnforcer enforcer,
            Committer committer,
            Runs runs,
            InstantSource clock,
            Tally tally,
            Consumer<String> failPoint) {
        this.registry = registry;
        this.matcher = matcher;
        this.overruns = overruns;
        this.enforcer = enforcer;
        this.committer = committer;
        this.runs = runs;
        this.clock = clock;
        this.tally = tally;
        this.failPoint = failPoint;
    }

    void quarantine(Consumer<Revision> step) {
        this.quarantine = step;
    }

    /** Decides about a batch; the rules do not change meanwhile. */
    void decide(List<Arrival> batch) {
        try {
            commit(batch, matcher.match(batch.stream().map(Arrival::event).toList()));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (batch.size() == 1) {
                submitUnmatched(batch.get(0), e);
            } else {
                LOG.warn("A batch of events could not be matched; each is matched alone.", e);
                batch.forEach(arrival -> decide(List.of(arrival)));
            }
        }
        overruns.tooOften().forEach(this::quarantine);
    }

    /** An event that no rule could be asked about is kept with the reason: its source would send it for ever. */
    private void submitUnmatched(Arrival arrival, Throwable reason) {
        TriggerInstance event = arrival.event();
        LOG.error("Event {} could not be matched; it is kept without any enforcement.", event.id(), reason);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Enforced rows = new Enforced();
        rows.add(AuditRecord.of(
                        "engine", "failed", "event", event.id(), event.trace().id(), now)
                .because("The rules could not be asked about it: " + reason + ". Re-emit it once that is mended."));
        submit(arrival, rows, List.of(), now);
    }

    private void quarantine(Revision rule) {
        try {
            quarantine.accept(rule);
            overruns.forget(rule);
        } catch (RuntimeException e) {
            LOG.error("Rule {} could not be quarantined; it is tried again after the next events.", rule.rule(), e);
        }
    }

    private void commit(List<Arrival> batch, Matches matches) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Enforced> enforced = new ArrayList<>(batch.size());
        batch.forEach(arrival -> enforced.add(new Enforced()));
        Map<Integer, DroverException> undecided = new HashMap<>(matches.away());
        for (RuleMatch match : matches.matches()) {
            RegisteredRule registered = registry.rule(match.rule());
            if (registered != null && !undecided.containsKey(match.event())) {
                TriggerInstance event = batch.get(match.event()).event();
                try {
                    enforcer.enforce(registered.rule(), match.revision(), event, now, enforced.get(match.event()));
                } catch (DroverException away) {
                    undecided.put(match.event(), away);
                }
            }
        }
        List<List<MatchError>> errors = new ArrayList<>(batch.size());
        batch.forEach(arrival -> errors.add(new ArrayList<>()));
        for (MatchError error : matches.errors()) {
            errors.get(error.event()).add(error);
            if (error.overBudget()) {
                String event = batch.get(error.event()).event().id();
                overruns.add(new Revision(error.rule(), error.revision()), event);
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            DroverException away = undecided.get(i);
            if (away == null) {
                submit(batch.get(i), enforced.get(i), errors.get(i), now);
            } else {
                // as where a commit fails: nothing of the event is there, and its source has to send it again
                answer(batch.get(i), null, away);
            }
        }
    }

    private void submit(Arrival arrival, Enforced rows, List<MatchError> errors, Instant now) {
        TriggerInstance event = arrival.event();
        Change.@Nullable Once once =
                event.dedupeKey() == null ? null : new Change.Once(TriggerInstances.dedupeKey(event), event.id());
        Change change = new Change(once, batch -> {
            arrival.cause().accept(batch);
            batch.insert(event, arrival.window());
            batch.append(AuditRecord.of(
                            event.source(),
                            "accepted",
                            "event",
                            event.id(),
                            event.trace().id(),
                            event.acceptedAt())
                    .with("trigger", event.trigger().toString()));
            rows.into(batch);
            count(batch, errors, event, now);
        });
        CompletableFuture<Void> unused = committer.submit(change).handle((outcome, failure) -> {
            if (failure == null && outcome.duplicateOf() == null) {
                failPoint.accept("dispatch-committed");
                rows.startable().forEach(runs::start);
            }
            answer(arrival, outcome, failure);
            return null;
        });
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
            tally.accepted().increment();
            arrival.committed().complete(outcome);
            arrival.answer().complete(Acceptance.accepted(arrival.event().id()));
        }
    }
}

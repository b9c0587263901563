package io.drover.engine.correlate.plane;

import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.engine.correlate.Silencing;
import io.drover.engine.enforce.Enforced;
import io.drover.engine.enforce.RuleEnforcer;
import io.drover.engine.follow.Busy;
import io.drover.engine.limit.GuardTripped;
import io.drover.engine.match.Canonical;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.silence.InForce;
import io.drover.engine.silence.Stop;
import io.drover.model.execution.Execution;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleMatch;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes rows of what came of events: enforcements and executions, counts of what was stopped, errors, events of guards. */
final class Findings {
    /** A key of a table's index is not longer. */
    private static final int LONGEST_KEY = 160;

    private final Store store;
    private final Registry registry;
    private final RuleEnforcer enforcer;
    private final PutAside putAside;
    private final InForce silences;
    private final Map<Ref, ActiveRule> rules;
    private final Busy busy;
    private volatile @Nullable Ref busyWith;
    private boolean fresh = true;

    /**
     * Makes rows.
     *
     * @param putAside is told of matches, and of rules that ran over their budget
     * @param rules that run; they change
     * @param busy is told of each match whose actions are rendered
     */
    Findings(
            Store store,
            Registry registry,
            RuleEnforcer enforcer,
            PutAside putAside,
            InForce silences,
            Map<Ref, ActiveRule> rules,
            Busy busy) {
        this.store = store;
        this.registry = registry;
        this.enforcer = enforcer;
        this.putAside = putAside;
        this.silences = silences;
        this.rules = rules;
        this.busy = busy;
    }

    /** {@return the rule whose parameters are rendered right now; for any thread} */
    @Nullable
    Ref busyWith() {
        return busyWith;
    }

    /** Says whether what comes now is of events that nothing else can have enforced. */
    void fresh(boolean now) {
        fresh = now;
    }

    /** {@return nothing to be committed yet but how far the rules have come} */
    Rows nothing() {
        return new Rows();
    }

    /** Makes rows of what came, in its order; within one event the rule of higher priority first. */
    void add(List<Found> found, Instant at, Rows rows) {
        rows.now = at.truncatedTo(ChronoUnit.MICROS);
        for (Found each : byPriority(found)) {
            if (each instanceof Found.Fired fired) {
                putAside.matched(fired.match());
                enforce(fired.match(), rows);
            } else if (each instanceof Found.Limited limited) {
                rows.count(limited);
            } else if (each instanceof Found.Left left) {
                rows.count(left);
            } else if (each instanceof Found.Undecided undecided) {
                rows.undecided.add(undecided);
                if (undecided.overBudget()) {
                    putAside.overruns()
                            .add(
                                    new Revision(undecided.rule(), undecided.revision()),
                                    undecided.event().id());
                }
            } else if (each instanceof Found.Tripped tripped && registry.hears(GuardTripped.TYPE)) {
                rows.emit(tripped);
            }
        }
    }

    private List<Found> byPriority(List<Found> found) {
        if (found.size() < 2) {
            return found;
        }
        List<Found> sorted = new ArrayList<>(found.size());
        int from = 0;
        while (from < found.size()) {
            int to = from + 1;
            String event = event(found.get(from));
            while (to < found.size() && event != null && event.equals(event(found.get(to)))) {
                to++;
            }
            List<Found> ofOneEvent = new ArrayList<>(found.subList(from, to));
            ofOneEvent.sort(Comparator.comparingInt(this::priority).reversed());
            sorted.addAll(ofOneEvent);
            from = to;
        }
        return sorted;
    }

    private static @Nullable String event(Found found) {
        return found instanceof Found.Fired fired ? fired.match().newest().id() : null;
    }

    private int priority(Found found) {
        ActiveRule rule =
                found instanceof Found.Fired fired ? rules.get(fired.match().rule()) : null;
        return rule == null ? 0 : rule.rule().priority();
    }

    private void enforce(Match match, Rows rows) {
        ActiveRule active = rules.get(match.rule());
        if (active == null) {
            return;
        }
        Set<String> before = enforcedBefore(active, match);
        busyWith = match.rule();
        busy.begin();
        enforcer.enforce(
                active.rule(),
                active.revision(),
                match.once(),
                before,
                match.context(),
                match.newest(),
                rows.now,
                rows.enforced);
        busy.end();
        busyWith = null;
    }

    /** A rule of one event may have had no limits when the event came: then it was matched with the others. */
    private Set<String> enforcedBefore(ActiveRule active, Match match) {
        if (fresh || active.rule().when() != null) {
            return Set.of();
        }
        List<String> keys = IntStream.range(0, active.rule().actions().size())
                .mapToObj(index -> RuleMatch.key(match.rule(), index, match.once()))
                .toList();
        return store.read(transaction -> transaction.enforcements().known(keys));
    }

    /** What is to be committed. */
    final class Rows {
        private Instant now = Instant.EPOCH;
        private final Enforced enforced = new Enforced();
        private final Map<LimitedMatches.Name, LimitedMatches> limited = new LinkedHashMap<>();
        private final Map<String, TriggerInstance> limitedEvents = new LinkedHashMap<>();
        private final List<Found.Undecided> undecided = new ArrayList<>();
        private final List<Emission> emissions = new ArrayList<>();
        private @Nullable Trace trace;

        /** {@return whether there is nothing but counts of what was stopped or left, if that} */
        boolean isCountsAlone() {
            return enforced.isEmpty() && undecided.isEmpty() && emissions.isEmpty();
        }

        boolean isEmpty() {
            return isCountsAlone() && limited.isEmpty();
        }

        /** {@return the events that are committed along} */
        List<Emission> emissions() {
            return List.copyOf(emissions);
        }

        /** {@return the trace of those events} */
        Trace trace() {
            return Objects.requireNonNull(trace, "There is one where there are events");
        }

        List<Execution> startable() {
            return enforced.startable();
        }

        private void emit(Found.Tripped tripped) {
            emissions.add(GuardTripped.emission(tripped));
            trace = tripped.match().newest().trace();
        }

        private void count(Found.Limited found) {
            Match match = found.match();
            count(
                    new LimitedMatches(
                            match.rule(),
                            match.revision(),
                            found.limit(),
                            found.key(),
                            found.window(),
                            match.newest().id(),
                            match.newest().id(),
                            match.at(),
                            match.at(),
                            1),
                    match.newest());
        }

        private void count(Found.Left left) {
            TriggerInstance event = left.event();
            count(
                    new LimitedMatches(
                            left.rule(),
                            left.revision(),
                            left.reason().label(),
                            "",
                            now.truncatedTo(ChronoUnit.HOURS),
                            event.id(),
                            event.id(),
                            event.occurredAt(),
                            event.occurredAt(),
                            1),
                    event);
        }

        private void count(LimitedMatches one, TriggerInstance event) {
            LimitedMatches before = limited.putIfAbsent(one.name(), one);
            if (before == null) {
                limitedEvents.put(event.id(), event);
            } else {
                limited.put(one.name(), before.and(one));
            }
        }

        /** Puts all into a batch; again where the commit is repeated. */
        void into(Batch batch) {
            enforced.into(batch);
            if (!limited.isEmpty() || !undecided.isEmpty()) {
                batch.also(transaction -> {
                    Enforced firsts = new Enforced();
                    countLimited(transaction, firsts);
                    batch.limited(limited.values());
                    countUndecided(transaction, firsts);
                    firsts.storeAbsent(transaction, batch);
                });
            }
        }

        private void countLimited(Transaction transaction, Enforced firsts) {
            if (limited.isEmpty()) {
                return;
            }
            for (LimitedMatches first : transaction.limitedCounts().add(limited.values())) {
                ActiveRule active = rules.get(first.rule());
                TriggerInstance event = limitedEvents.get(first.firstInstance());
                if (active != null && event != null && isLimit(first)) {
                    enforcer.limit(active.rule(), first.ruleRevision(), key(first), event, now, reason(first), firsts);
                }
            }
        }

        private static boolean isLimit(LimitedMatches counted) {
            for (Found.Reason reason : Found.Reason.values()) {
                if (reason.label().equals(counted.limit())) {
                    return false;
                }
            }
            return true;
        }

        private static String key(LimitedMatches first) {
            return first.rule() + "/" + first.limit() + "/" + shortened(first.key()) + "/" + first.window();
        }

        private String reason(LimitedMatches first) {
            if (Stop.LIMITS.contains(first.limit())) {
                return silences.reason(new Silencing.Silenced(first.limit(), first.key(), first.window()));
            }
            return first.limit() + ": a match"
                    + (first.key().isEmpty() ? "" : " of key " + Canonical.shown(first.key()))
                    + " does not pass now; the window began at " + first.window()
                    + ". Others of this window are counted only.";
        }

        private void countUndecided(Transaction transaction, Enforced firsts) {
            if (undecided.isEmpty()) {
                return;
            }
            Instant hour = now.truncatedTo(ChronoUnit.HOURS);
            Map<String, TriggerInstance> events = new LinkedHashMap<>();
            undecided.forEach(each -> events.put(each.event().id(), each.event()));
            List<ClauseError> errors = undecided.stream()
                    .map(each -> new ClauseError(
                            each.rule(),
                            each.revision(),
                            each.clause(),
                            hour,
                            each.message(),
                            each.event().id(),
                            1))
                    .toList();
            Map<Revision, List<ClauseError>> byRevision = transaction.enforcements().count(errors).stream()
                    .collect(Collectors.groupingBy(
                            error -> new Revision(error.rule(), error.ruleRevision()),
                            LinkedHashMap::new,
                            Collectors.toList()));
            byRevision.forEach((revision, ofRule) -> {
                ActiveRule active = rules.get(revision.rule());
                TriggerInstance event = events.get(ofRule.get(0).firstInstance());
                if (active != null && event != null) {
                    String reason = ofRule.stream()
                            .map(error -> "Clause '" + error.clause() + "' could not be decided: " + error.message())
                            .collect(Collectors.joining(" "));
                    // of one event another clause may fail later, when it meets others
                    String key = revision.rule() + "/undecided/" + revision.number() + "/" + event.id() + "/" + hour
                            + "/" + shortened(ofRule.get(0).clause());
                    enforcer.fail(active.rule(), revision.number(), key, event, now, reason, firsts);
                }
            });
        }

        private static String shortened(String text) {
            return text.length() <= LONGEST_KEY ? text : "sha256 " + Sha256.hex(text);
        }
    }
}

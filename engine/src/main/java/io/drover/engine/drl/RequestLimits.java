package io.drover.engine.drl;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.commit.Batch;
import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.engine.drools.drl.Asked;
import io.drover.engine.enforce.Enforced;
import io.drover.engine.enforce.RuleEnforcer;
import io.drover.engine.limit.Limiter;
import io.drover.model.action.ActionCall;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Transaction;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The limits between what the DRL rules of a pack ask for and its enforcement. They run on the clock of the pack's session, which
 * is stored with what they know. A request that is kept is asked for with the parameters of the last one.
 */
final class RequestLimits {
    private static final int LONGEST_KEY = 160;
    private static final String ACTION = "action";
    private static final String NUMBER = "number";
    private static final String PARAMETERS = "parameters";
    private static final String PHASE = "phase";

    private final Function<Ref, @Nullable RegisteredRule> registered;
    private final Function<ActionCall, @Nullable CallableAction> callables;
    private final Map<Ref, Rule> run = new HashMap<>();
    private final Map<Ref, Limiter> limiters = new TreeMap<>();
    private final Map<LimitedMatches.Name, Counted> counted = new LinkedHashMap<>();
    private final Map<RuleState.Name, RuleState> put = new LinkedHashMap<>();
    private final Set<RuleState.Name> removed = new LinkedHashSet<>();

    RequestLimits(
            Function<Ref, @Nullable RegisteredRule> registered,
            Function<ActionCall, @Nullable CallableAction> callables) {
        this.registered = registered;
        this.callables = callables;
    }

    /**
     * A request that passed.
     *
     * @param number which of the requests of its match
     * @param key what makes it happen once
     * @param at when it passed
     * @param phase of a flapping value, {@code start} or {@code stop}; null where it is none's
     */
    record Passed(
            RegisteredRule rule,
            int number,
            ActionCall call,
            String key,
            TriggerInstance event,
            Instant at,
            @Nullable String phase) {}

    /**
     * Requests that a limit stopped or keeps.
     *
     * @param first the event of the first of them
     */
    record Counted(LimitedMatches matches, TriggerInstance first) {
        Counted and(Counted later) {
            return new Counted(matches.and(later.matches), first);
        }
    }

    /** What has to be stored. */
    record Changes(List<RuleState> put, Set<RuleState.Name> removed, List<Counted> counted) {
        Changes {
            put = List.copyOf(put);
            removed = Set.copyOf(removed);
            counted = List.copyOf(counted);
        }
    }

    /** Knows nothing but the rules that are run. */
    void begin(Collection<Rule> rules) {
        limiters.clear();
        counted.clear();
        put.clear();
        removed.clear();
        run.clear();
        rules.forEach(rule -> run.put(rule.ref(), rule));
        // what flaps is looked at before anything is asked for
        rules.stream().filter(rule -> rule.limits().flap() != null).forEach(rule -> {
            RegisteredRule known = registered.apply(rule.ref());
            if (known != null) {
                Limiter unused = limiter(known);
            }
        });
    }

    /** Takes up what is stored of a pack. What a rule that is run no more had kept is let go, and nothing comes of it. */
    void load(Transaction transaction, String pack) {
        Map<Ref, List<RuleState>> byRule = transaction.ruleStates().ofPrograms(pack).stream()
                .collect(Collectors.groupingBy(RuleState::rule, TreeMap::new, Collectors.toList()));
        byRule.forEach((ref, states) -> {
            RegisteredRule known = registered.apply(ref);
            if (known == null || !run.containsKey(ref)) {
                states.forEach(state -> removed.add(state.name()));
                return;
            }
            List<RuleState> ofLimits = states.stream()
                    .map(state -> named(state, state.part().substring(RuleState.OF_PROGRAM.length())))
                    .toList();
            limiter(known).restore(ofLimits, events(transaction, ofLimits));
        });
    }

    private static Map<String, TriggerInstance> events(Transaction transaction, List<RuleState> states) {
        Set<String> ids = new TreeSet<>();
        states.forEach(state -> ids.addAll(Limiter.events(state)));
        Map<String, TriggerInstance> events = new HashMap<>();
        ids.forEach(id -> transaction.triggerInstances().find(id).ifPresent(event -> events.put(id, event)));
        return events;
    }

    private static RuleState named(RuleState state, String part) {
        return new RuleState(state.rule(), state.revision(), part, state.key(), state.document(), state.since());
    }

    /** The limits are those of the files that are run: what is registered may be a step behind or ahead of them. */
    private Limiter limiter(RegisteredRule known) {
        return limiters.computeIfAbsent(
                known.rule().ref(), ref -> Limiter.ofRequests(ref, known.revision(), limits(known)));
    }

    private Limits limits(RegisteredRule known) {
        return run.getOrDefault(known.rule().ref(), known.rule()).limits();
    }

    /** {@return why a request cannot be limited as its rule says; null where it can} */
    @Nullable
    String refusal(Asked asked, RegisteredRule rule) {
        String keeping = keeping(limits(rule));
        if (keeping == null) {
            return null;
        }
        CallableAction callable = callables.apply(call(asked));
        if (callable == null) {
            return null;
        }
        return callable.secrets().keySet().stream()
                .filter(asked.parameters()::containsKey)
                .sorted()
                .findFirst()
                .map(secret -> "The request has the secret parameter '" + secret + "', and "
                        + keeping
                        + " would store it in clear. Limit the rule by throttle, or have the action read the secret"
                        + " from the datastore.")
                .orElse(null);
    }

    /** {@return the limit that keeps requests with their parameters; null where none does} */
    private static @Nullable String keeping(Limits limits) {
        if (limits.flap() != null) {
            return "flap";
        }
        if (limits.debounce() != null) {
            return "debounce";
        }
        return limits.collapse() == null ? null : "collapse";
    }

    private static ActionCall call(Asked asked) {
        return new ActionCall(Ref.parse(String.valueOf(asked.action())), asked.parameters(), null);
    }

    /** {@return what comes of time alone} */
    List<Found> due(Instant clock) {
        return limiters.values().stream()
                .flatMap(limiter -> limiter.due(clock).stream())
                .toList();
    }

    /** {@return what comes of an event before anything is asked for because of it} */
    List<Found> watch(TriggerInstance event, Instant clock) {
        List<Found> found = new ArrayList<>();
        limiters.forEach((ref, limiter) -> {
            Rule rule = run.get(ref);
            if (rule != null
                    && rule.limits().flap() != null
                    && rule.triggerTypes().contains(event.triggerType())) {
                found.addAll(limiter.watch(event, clock));
            }
        });
        return found;
    }

    /**
     * Takes a request.
     *
     * @param key what makes it happen once
     * @return what comes of it now
     */
    List<Found> take(Asked asked, RegisteredRule rule, String key, TriggerInstance event) {
        ActionCall call = call(asked);
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put(ACTION, call.ref().toString());
        shown.put(NUMBER, (long) asked.number());
        shown.put(PARAMETERS, asked.parameters());
        List<Match.Member> members = asked.events().stream()
                .map(each -> new Match.Member("event", each.instance()))
                .toList();
        Match match = new Match(rule.rule().ref(), rule.revision(), "", null, asked.at(), members, event, shown, key);
        return limits(rule).isNone()
                ? List.of(new Found.Fired(match))
                : limiter(rule).take(match);
    }

    /** {@return the request that a match is; null where its rule is gone} */
    @Nullable
    Passed passed(Match match) {
        RegisteredRule rule = registered.apply(match.rule());
        if (rule == null) {
            return null;
        }
        ActionCall call = call(match);
        if (!(match.shown().get(PHASE) instanceof String phase)) {
            return new Passed(rule, number(match), call, match.once(), match.newest(), match.at(), null);
        }
        CallableAction callable = callables.apply(call);
        boolean isTold = callable != null && callable.action().parameters().containsKey(PHASE);
        return new Passed(
                rule,
                number(match),
                isTold ? with(call, phase) : call,
                match.rule() + "/" + match.once(),
                match.newest(),
                match.at(),
                phase);
    }

    private static ActionCall with(ActionCall call, String phase) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>(call.parameters());
        parameters.put(PHASE, phase);
        return new ActionCall(call.ref(), parameters, null);
    }

    private static ActionCall call(Match match) {
        Map<String, @Nullable Object> parameters =
                match.shown().get(PARAMETERS) instanceof Map<?, ?> map ? JsonValues.copyOf(map) : Map.of();
        return new ActionCall(Ref.parse(String.valueOf(match.shown().get(ACTION))), parameters, null);
    }

    private static int number(Match match) {
        return match.shown().get(NUMBER) instanceof Number number ? number.intValue() : 0;
    }

    /** Takes down what is stored of a request that a limit stopped or keeps. */
    void count(Found.Limited limited) {
        Match match = limited.match();
        LimitedMatches one = new LimitedMatches(
                match.rule(),
                match.revision(),
                limited.limit(),
                limited.key(),
                limited.window(),
                match.newest().id(),
                match.newest().id(),
                match.at(),
                match.at(),
                1);
        counted.merge(one.name(), new Counted(one, match.newest()), Counted::and);
    }

    /** {@return whether something is to be stored that cannot wait} */
    boolean hasNews() {
        gather();
        return !counted.isEmpty() || !put.isEmpty();
    }

    /** {@return whether something is to be removed, which can wait} */
    boolean hasOver() {
        gather();
        return !removed.isEmpty();
    }

    private void gather() {
        for (Limiter limiter : limiters.values()) {
            for (RuleState.Name name : limiter.removed()) {
                RuleState.Name stored = new RuleState.Name(name.rule(), RuleState.OF_PROGRAM + name.part(), name.key());
                put.remove(stored);
                removed.add(stored);
            }
            for (RuleState state : limiter.changed()) {
                RuleState stored = named(state, RuleState.OF_PROGRAM + state.part());
                removed.remove(stored.name());
                put.put(stored.name(), stored);
            }
        }
    }

    /** {@return what has to be stored since this was asked last; where that fails, all is loaded anew} */
    Changes changes() {
        gather();
        Changes changes = new Changes(List.copyOf(put.values()), removed, List.copyOf(counted.values()));
        put.clear();
        removed.clear();
        counted.clear();
        return changes;
    }

    /** Stores changes; the first of each window is a row of its own. */
    void store(Changes changes, RuleEnforcer enforcer, Transaction transaction, Batch batch, Instant now) {
        transaction.ruleStates().put(changes.put());
        transaction.ruleStates().remove(changes.removed());
        if (changes.counted().isEmpty()) {
            return;
        }
        Map<LimitedMatches.Name, TriggerInstance> events = new HashMap<>();
        changes.counted().forEach(each -> events.put(each.matches().name(), each.first()));
        Enforced firsts = new Enforced();
        List<LimitedMatches> all =
                changes.counted().stream().map(Counted::matches).toList();
        for (LimitedMatches first : transaction.limitedCounts().add(all)) {
            RegisteredRule rule = registered.apply(first.rule());
            TriggerInstance event = events.get(first.name());
            if (rule != null && event != null) {
                enforcer.limit(rule.rule(), first.ruleRevision(), key(first), event, now, reason(first), firsts);
            }
        }
        batch.limited(all);
        firsts.storeAbsent(transaction, batch);
    }

    private static String key(LimitedMatches first) {
        String key = first.key().length() <= LONGEST_KEY ? first.key() : "sha256 " + Sha256.hex(first.key());
        return first.rule() + "/" + first.limit() + "/" + key + "/" + first.window();
    }

    private static String reason(LimitedMatches first) {
        return first.limit() + ": a request" + (first.key().isEmpty() ? "" : " of key " + Limiter.shown(first.key()))
                + " does not pass now; the window began at " + first.window()
                + ". Others of this window are counted only.";
    }
}

package io.drover.engine.drl;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.drools.drl.Asked;
import io.drover.engine.drools.drl.BrokenRules;
import io.drover.engine.drools.drl.CompiledFile;
import io.drover.engine.drools.drl.DrlSession;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Event;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One rule in DRL over given events, in memory and by the code that runs it in production. The other rules of its pack are run
 * beside it, as it may need the facts that they insert; what they ask for is left out. Used by one thread.
 */
public final class ProgramRehearsal implements AutoCloseable {
    private static final int REVISION = 1;

    private final Rule rule;
    private final DrlSession session;
    private final RequestGate gate;
    private final List<RequestGate.Taken> taken = new ArrayList<>();
    private final RequestGate.Decision all = new RequestGate.Decision();
    private long order;

    /** A request that passed all limits. */
    public record Passed(
            Instant at, ActionCall call, @Nullable String phase, TriggerInstance event) {}

    /** A request that was refused, or a consequence that failed. */
    public record Refused(Instant at, TriggerInstance event, String reason) {}

    /** A request that a limit stopped or keeps. */
    public record Stopped(Instant at, String limit, String key) {}

    /**
     * A rule before the first event.
     *
     * @param files all of its pack, with the rule in them
     * @param rule which is run though it may not be enabled
     * @param callables gives what an action takes; null where there is no such action
     * @param start where the clock begins
     */
    public ProgramRehearsal(
            Collection<CompiledFile> files,
            Rule rule,
            Function<ActionCall, @Nullable CallableAction> callables,
            Instant start) {
        this.rule = rule;
        RegisteredRule registered = new RegisteredRule(rule, REVISION, true, null, List.of(), start);
        this.gate = new RequestGate(ref -> ref.equals(rule.ref()) ? registered : null, callables);
        gate.begin(List.of(rule));
        Set<Ref> active = new HashSet<>();
        active.add(rule.ref());
        files.forEach(file ->
                file.rules().stream().filter(Rule::enabled).map(Rule::ref).forEach(active::add));
        this.session = new DrlSession(files, active, start);
    }

    /**
     * Takes the next event, in the order of acceptance.
     *
     * @throws BrokenRules where a condition fails, or a rule fires without end
     */
    public void take(TriggerInstance instance) {
        Event event = new Event(instance, ++order);
        session.insert(event);
        taken.add(new RequestGate.Taken(event, session.now()));
        session.fire();
        decide();
    }

    /**
     * Lets time pass; what is due at that very moment still comes.
     *
     * @throws BrokenRules as {@link #take}
     */
    public void advance(Instant to) {
        session.advance(to);
        session.fire();
        decide();
    }

    private void decide() {
        List<Asked> asked = session.take().stream()
                .filter(each -> each.rule().equals(rule.ref()))
                .toList();
        RequestGate.Decision decision = gate.decide(asked, taken, session.now());
        taken.clear();
        decision.opened().forEach(gate.windows()::put);
        all.passed().addAll(decision.passed());
        decision.refused().stream().filter(gate::isNew).forEach(all.refused()::add);
        all.limited().addAll(decision.limited());
        all.tripped().addAll(decision.tripped());
    }

    /** {@return the requests that passed so far} */
    public List<Passed> passed() {
        return all.passed().stream()
                .map(each -> new Passed(each.at(), each.call(), each.phase(), each.event()))
                .toList();
    }

    /** {@return the requests that were refused so far} */
    public List<Refused> refused() {
        return all.refused().stream()
                .map(each -> new Refused(each.asked().at(), each.event(), each.reason()))
                .toList();
    }

    /** {@return the requests that limits stopped or keep so far} */
    public List<Stopped> stopped() {
        return all.limited().stream()
                .map(each -> new Stopped(each.match().at(), each.limit(), each.key()))
                .toList();
    }

    /** {@return the targets that had passed when the guard was tripped, each time} */
    public List<List<String>> tripped() {
        return all.tripped().stream().map(each -> each.targets()).toList();
    }

    /**
     * {@return the rules that are busy right now, of whichever it can be told; for another thread than the one that uses this}
     *
     * @param stack of that one
     */
    public Set<Ref> busyWith(StackTraceElement[] stack) {
        Ref running = session.running();
        return running == null ? session.tested(stack) : Set.of(running);
    }

    @Override
    public void close() {
        session.close();
    }
}

package io.drover.engine.drl;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.correlate.Found;
import io.drover.engine.drools.drl.Asked;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Ref;
import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.store.Transaction;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.Event;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between what the DRL rules of a pack ask for and its enforcement: a match and a window of {@code oncePer} count
 * once, then come the limits. It goes by the order of the events and the clock of the session alone, however many events are
 * decided at a time. Used by one thread.
 */
final class RequestGate {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGate.class);
    private static final int LONGEST_KEY = 160;
    /** Far more matches than the events of a session make. */
    private static final int MOST_KEYS = 200_000;

    private final Function<Ref, @Nullable RegisteredRule> registered;
    private final Set<String> keys = new LinkedHashSet<>();
    private final OnceWindows windows = new OnceWindows();
    private final RequestLimits limits;

    /**
     * Knows nothing yet.
     *
     * @param registered gives a rule; null where there is none
     * @param callables gives what an action takes; null where there is no such action
     */
    RequestGate(
            Function<Ref, @Nullable RegisteredRule> registered,
            Function<ActionCall, @Nullable CallableAction> callables) {
        this.registered = registered;
        this.limits = new RequestLimits(registered, callables);
    }

    /**
     * An event that a session took.
     *
     * @param at what the session's clock said then
     */
    record Taken(Event event, Instant at) {}

    /**
     * A request that cannot be enforced.
     *
     * @param key what makes that be told once
     */
    record Refused(RegisteredRule rule, Asked asked, String key, TriggerInstance event, String reason) {}

    /** What came of requests, in the order in which it came. */
    record Decision(
            List<RequestLimits.Passed> passed,
            List<Refused> refused,
            List<Found.Limited> limited,
            List<Found.Tripped> tripped,
            List<OnceWindow> opened) {
        Decision() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    OnceWindows windows() {
        return windows;
    }

    RequestLimits limits() {
        return limits;
    }

    /** Begins anew, with the rules that are run. */
    void begin(Collection<Rule> rules) {
        keys.clear();
        windows.replace(List.of());
        limits.begin(rules);
    }

    /** Takes up what is stored of a pack. */
    void load(Transaction transaction, String pack) {
        windows.replace(transaction.programs().windows(pack));
        limits.load(transaction, pack);
    }

    /** Takes down what was decided before. */
    void remember(List<Asked> asked) {
        asked.stream()
                .filter(each -> each.once() == null && !each.events().isEmpty())
                .forEach(each -> keys.add(matchKey(each)));
    }

    /**
     * Decides.
     *
     * @param asked since the last time
     * @param taken the events of that time
     * @param clock what the session's clock says now
     */
    Decision decide(List<Asked> asked, List<Taken> taken, Instant clock) {
        if (keys.size() > MOST_KEYS) {
            keys.clear();
        }
        Decision decision = new Decision();
        int watched = 0;
        for (Asked each : asked) {
            Event newest = each.newest();
            while (newest != null
                    && watched < taken.size()
                    && taken.get(watched).event().order() <= newest.order()) {
                watch(taken.get(watched++), decision);
            }
            decide(each, decision);
        }
        taken.subList(watched, taken.size()).forEach(each -> watch(each, decision));
        sort(limits.due(clock), decision);
        return decision;
    }

    private void watch(Taken taken, Decision decision) {
        sort(limits.watch(taken.event().instance(), taken.at()), decision);
    }

    private void decide(Asked asked, Decision decision) {
        RegisteredRule rule = registered.apply(asked.rule());
        Event newest = asked.events().isEmpty()
                ? asked.newest()
                : asked.events().get(asked.events().size() - 1);
        if (rule == null || newest == null) {
            LOG.warn(
                    "Rule {} asked for {} and is gone, or there is no event to say why.", asked.rule(), asked.action());
            return;
        }
        TriggerInstance event = newest.instance();
        String refusal = refusal(asked, rule);
        if (refusal != null) {
            String key = asked.rule() + "/failed/" + event.id() + "/" + asked.number();
            decision.refused().add(new Refused(rule, asked, key, event, refusal));
            return;
        }
        String key = key(asked, decision.opened());
        if (key != null && keys.add(key)) {
            sort(limits.take(asked, rule, key, event), decision);
        }
    }

    private void sort(List<Found> found, Decision decision) {
        for (Found each : found) {
            if (each instanceof Found.Fired fired) {
                RequestLimits.Passed passed = limits.passed(fired.match());
                if (passed != null) {
                    decision.passed().add(passed);
                }
            } else if (each instanceof Found.Limited limited) {
                limits.count(limited);
                decision.limited().add(limited);
            } else if (each instanceof Found.Tripped tripped) {
                decision.tripped().add(tripped);
            }
        }
    }

    /** {@return whether a refusal is told now; each is once} */
    boolean isNew(Refused refused) {
        return keys.add(refused.key());
    }

    private @Nullable String refusal(Asked asked, RegisteredRule rule) {
        if (asked.failure() != null) {
            return asked.failure();
        }
        if (asked.once() == null && asked.events().isEmpty()) {
            Program program = rule.rule().program();
            return "The match shows no events of its own (groupby does not), so the request needs"
                    + " .oncePer(key, window). See " + rule.rule().metadataFile() + ":"
                    + (program == null ? 0 : program.line()) + ".";
        }
        return limits.refusal(asked, rule);
    }

    /** {@return what makes a request happen once; null where its window is open} */
    private @Nullable String key(Asked asked, List<OnceWindow> opened) {
        Asked.Once once = asked.once();
        if (once == null) {
            return matchKey(asked);
        }
        String name = shortened(once.key());
        Instant at = asked.at();
        boolean isOpen = windows.isOpen(asked.rule(), name, at)
                || opened.stream()
                        .anyMatch(window -> window.rule().equals(asked.rule())
                                && window.key().equals(name)
                                && at.isBefore(window.until()));
        if (isOpen) {
            return null;
        }
        // a window of the same events that were decided together may be over already: of one key the newest counts
        opened.removeIf(
                window -> window.rule().equals(asked.rule()) && window.key().equals(name));
        opened.add(new OnceWindow(asked.rule(), name, at, at.plus(once.window())));
        return asked.rule() + "/once/" + name + "/" + at.toEpochMilli();
    }

    private static String matchKey(Asked asked) {
        String events = asked.events().stream().map(Event::getId).collect(Collectors.joining(","));
        return asked.rule() + "/" + asked.number() + "/" + shortened(events);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_KEY ? text : "sha256 " + Sha256.hex(text);
    }
}

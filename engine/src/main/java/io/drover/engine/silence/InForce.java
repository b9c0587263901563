package io.drover.engine.silence;

import io.drover.engine.correlate.Match;
import io.drover.engine.correlate.Silencing;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.silence.Freeze;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The silences and freezes that this node knows of. To ask costs one volatile read while there are none. */
public final class InForce {
    private volatile Known known = new Known(List.of(), List.of());

    private record Known(List<CompiledSilence> silences, List<Freeze> freezes) {
        boolean isNothing() {
            return silences.isEmpty() && freezes.isEmpty();
        }
    }

    /** From now on these are known. */
    void replace(List<CompiledSilence> silences, List<Freeze> freezes) {
        known = new Known(List.copyOf(silences), List.copyOf(freezes));
    }

    /** {@return how many silences are in force; a maintenance window counts within its windows alone} */
    public long silences(Instant now) {
        return known.silences().stream()
                .filter(silence -> silence.since(now) != null)
                .count();
    }

    /** {@return how many freezes are in force} */
    public int freezes() {
        return known.freezes().size();
    }

    /**
     * {@return what keeps a match from an action; null where nothing does}
     *
     * @param event the payload of the match's newest event
     * @param context all that templates see of its events; null: the event as {@code trigger}
     * @param now when it is asked; a freeze that is known is in force whatever the time
     */
    public @Nullable Stop stop(
            Rule rule,
            Ref action,
            Map<String, @Nullable Object> event,
            @Nullable Map<String, @Nullable Object> context,
            Instant now) {
        Known all = known;
        return all.isNothing() ? null : stop(all, rule, action, event, context, now);
    }

    private static @Nullable Stop stop(
            Known known,
            Rule rule,
            Ref action,
            Map<String, @Nullable Object> event,
            @Nullable Map<String, @Nullable Object> context,
            Instant now) {
        for (Freeze freeze : known.freezes()) {
            if (freeze.covers(rule.ref()) || freeze.covers(action)) {
                return Stop.of(freeze);
            }
        }
        for (CompiledSilence silence : known.silences()) {
            Instant since = silence.since(now);
            if (since != null && silence.isAbout(rule, action) && silence.isAbout(event, context)) {
                return Stop.of(silence.silence(), since);
            }
        }
        return null;
    }

    /**
     * {@return what is asked about matches of several events, before limits are: a match is kept from its actions where each of
     * them is kept from it at the time of the match}
     *
     * @param rules finds the rule of a match; null where there is none any more
     */
    public Silencing silencing(Function<Ref, @Nullable Rule> rules) {
        return match -> {
            if (known.isNothing()) {
                return null;
            }
            Rule rule = rules.apply(match.rule());
            return rule == null || rule.shadow() ? null : whole(rule, match);
        };
    }

    private Silencing.@Nullable Silenced whole(Rule rule, Match match) {
        Silencing.Silenced first = null;
        Map<String, @Nullable Object> context = match.context();
        for (ActionCall call : rule.actions()) {
            Stop stop = stop(rule, call.ref(), match.newest().payload(), context, match.at());
            if (stop == null) {
                return null;
            }
            first = first == null ? stop.what() : first;
        }
        return first;
    }

    /** {@return in words what keeps matches, as far as it is still known} */
    public String reason(Silencing.Silenced what) {
        Known all = known;
        if (what.limit().equals(Stop.FREEZE)) {
            return all.freezes().stream()
                    .filter(freeze -> freeze.id().equals(what.key()))
                    .map(Stop::words)
                    .findFirst()
                    .orElse("freeze " + what.key());
        }
        return all.silences().stream()
                .filter(silence -> silence.silence().id().equals(what.key()))
                .map(silence -> Stop.of(silence.silence(), what.window()).reason())
                .findFirst()
                .orElse("silence " + what.key());
    }

    /**
     * Lets people request executions of an action.
     *
     * @throws DroverException {@code CONFLICT} where a freeze forbids it
     */
    public void requireManual(Ref action) {
        for (Freeze freeze : known.freezes()) {
            if (freeze.manual() && freeze.covers(action)) {
                throw DroverException.conflict("Action '" + action
                        + "' was not run: nobody may request executions during " + Stop.words(freeze)
                        + ". Try again once it is ended; 'drover freeze status' shows it.");
            }
        }
    }
}

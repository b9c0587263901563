package io.drover.engine.silence;

import io.drover.engine.match.CriterionPath;
import io.drover.engine.match.Wildcard;
import io.drover.engine.schema.Json;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import io.drover.model.rule.Rule;
import io.drover.model.silence.MaintenanceWindow;
import io.drover.model.silence.Matchers;
import io.drover.model.silence.Silence;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A silence that is ready to be asked. */
final class CompiledSilence {
    private final Silence silence;
    private final @Nullable Windows windows;
    private final List<Wanted> payload;

    private record Wanted(CriterionPath path, String pattern) {}

    private CompiledSilence(Silence silence, @Nullable Windows windows, List<Wanted> payload) {
        this.silence = silence;
        this.windows = windows;
        this.payload = payload;
    }

    /** Makes a silence ready; problems are told as {@link IllegalArgumentException}. */
    static CompiledSilence of(Silence silence) {
        MaintenanceWindow window = silence.window();
        List<Wanted> payload = silence.matchers().payload().entrySet().stream()
                .map(wanted -> new Wanted(CriterionPath.parse(wanted.getKey()), wanted.getValue()))
                .toList();
        return new CompiledSilence(silence, window == null ? null : Windows.of(window), payload);
    }

    Silence silence() {
        return silence;
    }

    /** {@return since when it has been in force; null where it is not at a moment} */
    @Nullable
    Instant since(Instant at) {
        if (!silence.spans(at)) {
            return null;
        }
        return windows == null ? silence.from() : windows.since(at);
    }

    /** {@return whether one of its windows is in its time; without windows, always} */
    boolean comesEver() {
        if (windows == null) {
            return true;
        }
        Instant begin = windows.currentOrNext(silence.from());
        return begin != null && begin.isBefore(silence.until());
    }

    /** {@return whether it is about the call of an action by a rule, whatever the event} */
    boolean isAbout(Rule rule, Ref action) {
        Matchers matchers = silence.matchers();
        return fits(matchers.rule(), rule.ref().toString())
                && fits(matchers.pack(), rule.ref().pack())
                && fits(matchers.action(), action.toString())
                && matchers.tags().entrySet().stream()
                        .allMatch(wanted -> hasTag(rule.tags(), wanted.getKey(), wanted.getValue()));
    }

    /**
     * {@return whether it is about an event}
     *
     * @param event the payload of the match's newest event
     * @param context all that templates see, where paths that lead nowhere in the payload are looked for; null: the event as
     *     {@code trigger}
     */
    boolean isAbout(Map<String, @Nullable Object> event, @Nullable Map<String, @Nullable Object> context) {
        if (payload.isEmpty()) {
            return true;
        }
        Map<String, @Nullable Object> all = context == null ? Map.of("trigger", event) : context;
        for (Wanted wanted : payload) {
            Object value = wanted.path().first(event);
            if (!holds(wanted.pattern(), value == null ? wanted.path().first(all) : value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(@Nullable String pattern, String text) {
        return pattern == null || Wildcard.matches(pattern, text);
    }

    private static boolean hasTag(List<Tag> tags, String name, String pattern) {
        return tags.stream().anyMatch(tag -> tag.name().equals(name) && Wildcard.matches(pattern, tag.value()));
    }

    /** What is absent or null fits nothing; of a list one element has to fit. */
    private static boolean holds(String pattern, @Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (value instanceof Collection<?> elements) {
            return elements.stream().anyMatch(element -> holds(pattern, element));
        }
        return Wildcard.matches(pattern, value instanceof String text ? text : Json.write(value));
    }
}

package io.drover.model.silence;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which matches of rules a silence is about: all that is given must hold. Each pattern is a text in which {@code *} stands for
 * any characters, {@code ?} for one, and {@code [a-c]} for one of these; a pattern without them is the text itself.
 *
 * @param rule pattern of the rule's ref; null: any
 * @param pack pattern of the rule's pack; null: any
 * @param action pattern of the ref of the action that is called; null: any
 * @param tags patterns of the values of the rule's tags, by name
 * @param payload patterns of values in the event's payload, by path; a value that is no text is compared by its JSON text
 */
public record Matchers(
        @Nullable String rule,
        @Nullable String pack,
        @Nullable String action,
        Map<String, String> tags,
        Map<String, String> payload) {

    public Matchers {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
    }

    /** {@return whether nothing is given, so that every match would be meant} */
    public boolean isEmpty() {
        return rule == null && pack == null && action == null && tags.isEmpty() && payload.isEmpty();
    }
}

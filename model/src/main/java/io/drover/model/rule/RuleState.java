package io.drover.model.rule;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one part of a rule has collected for a key: events of its form, a match that is held, or the window of a limit.
 *
 * @param revision of the rule that collected it
 * @param part of the rule: {@code form}, {@code hold}, or the name of a limit; a part may be stored in numbered pieces, such as
 *     {@code form/3}
 * @param key the value that its events have in common, {@code ""} where all events share one key
 * @param document as the part writes and reads it; events stand in it by their ids
 * @param since when the oldest event was accepted to which it refers, so that none of these is purged; null where there is none
 */
public record RuleState(
        Ref rule,
        int revision,
        String part,
        String key,
        Map<String, @Nullable Object> document,
        @Nullable Instant since) {
    /** What the parts of a rule in DRL begin with, so that those who run the other rules of its pack leave them alone. */
    public static final String OF_PROGRAM = "drl/";

    /** What a form has collected. */
    public static final String FORM = "form";

    /** What the parts begin with that are numbered pieces of {@link #FORM}. */
    public static final String PIECE_OF_FORM = FORM + "/";

    /** What there is at most one state of. */
    public record Name(Ref rule, String part, String key) {}

    public RuleState {
        document = JsonValues.copyOf(document);
    }

    /** {@return whether it belongs to a rule in DRL} */
    public boolean isOfProgram() {
        return part.startsWith(OF_PROGRAM);
    }

    public Name name() {
        return new Name(rule, part, key);
    }

    /** {@return the name of what it is a piece of; its own, where it is stored as a whole} */
    public Name whole() {
        return new Name(rule, part.startsWith(PIECE_OF_FORM) ? FORM : part, key);
    }
}

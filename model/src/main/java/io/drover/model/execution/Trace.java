package io.drover.model.execution;

import org.jspecify.annotations.Nullable;

/**
 * What ties together everything that one first event or request caused.
 *
 * @param id the id of that event or request, unless somebody gave another one
 * @param tag what a person or a source called it
 * @param parent the span on which an event hangs; null: none, or nobody traces. It is not stored with the event
 */
public record Trace(
        String id, @Nullable String tag, @Nullable TraceParent parent) {
    /** A trace that hangs on nothing. */
    public Trace(String id, @Nullable String tag) {
        this(id, tag, null);
    }

    /** {@return the same trace, on another span} */
    public Trace on(@Nullable TraceParent span) {
        return new Trace(id, tag, span);
    }
}

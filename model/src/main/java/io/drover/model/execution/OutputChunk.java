package io.drover.model.execution;

import java.time.Instant;

/**
 * A piece of what an action wrote while it ran.
 *
 * @param number place within the execution's output, from 0
 */
public record OutputChunk(String executionId, int attempt, int number, Stream stream, String text, Instant at) {

    /** Where it was written to. */
    public enum Stream {
        STDOUT,
        STDERR,
        OTHER
    }
}

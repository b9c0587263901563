package io.drover.engine.match;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rule's clauses hold for an event, and why.
 *
 * @param steps one per clause, in the order in which they are asked
 * @param errors each clause that could not be decided, those within a {@code search} too, with the first reason
 */
public record Verdict(Result result, List<Step> steps, List<Failure> errors) {

    /** How a clause, or all of them, came out. */
    public enum Result {
        MATCHED,
        NOT_MATCHED,
        FAILED,
        /** An earlier clause had decided already. */
        NOT_ASKED
    }

    /**
     * A clause and what it saw.
     *
     * @param value what the event holds there; null where nothing is
     * @param remark why it came out so, where there is more to say than the value
     */
    public record Step(
            Clause clause,
            @Nullable Object value,
            Result result,
            @Nullable String remark) {}

    /** A clause that could not be decided, and why. */
    public record Failure(String clause, String message) {}

    public Verdict {
        steps = List.copyOf(steps);
        errors = List.copyOf(errors);
    }

    /** {@return the clause that was false or failed, empty where all hold or the event has no payload} */
    public Optional<Step> decisive() {
        return steps.stream()
                .filter(step -> step.result() == Result.NOT_MATCHED || step.result() == Result.FAILED)
                .findFirst();
    }
}

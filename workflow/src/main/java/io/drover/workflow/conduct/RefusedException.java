package io.drover.workflow.conduct;

/** An event that does not fit the state of the run. Becomes the refusal of an {@link Outcome}. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String kind, String problem) {
        super(kind + ": " + problem);
    }

    String refusal() {
        return String.valueOf(getMessage());
    }
}

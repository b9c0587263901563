package io.drover.workflow.rehearse;

/** A rehearsal that cannot be run. The message says what was found, and what to write instead. */
public final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableException(String message) {
        super(message);
    }

    /** {@return the message, never null} */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "The rehearsal cannot be run." : message;
    }
}

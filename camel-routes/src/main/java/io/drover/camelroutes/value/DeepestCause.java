package io.drover.camelroutes.value;

/** What lies at the bottom of what Camel threw: the wrappers around it say where, it says why. */
public final class DeepestCause {
    private DeepestCause() {}

    public static Throwable of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** {@return its message; its kind where it says no more} */
    public static String message(Throwable thrown) {
        Throwable cause = of(thrown);
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}

package io.drover.model.error;

/** The kinds of failure a caller can meet; each is mapped once to a HTTP status and an exit code of the command line. */
public enum ErrorCode {
    INVALID_ARGUMENT(400, 2, false),
    UNAUTHENTICATED(401, 4, false),
    PERMISSION_DENIED(403, 4, false),
    NOT_FOUND(404, 3, false),
    ALREADY_EXISTS(409, 1, false),
    CONFLICT(409, 1, false),
    PRECONDITION_FAILED(412, 1, false),
    TOO_LARGE(413, 2, false),
    TOO_MANY(429, 5, true),
    INTERNAL(500, 1, false),
    UNAVAILABLE(503, 5, true),
    TIMEOUT(504, 5, true);

    private final int httpStatus;
    private final int exitCode;
    private final boolean retryable;

    ErrorCode(int httpStatus, int exitCode, boolean retryable) {
        this.httpStatus = httpStatus;
        this.exitCode = exitCode;
        this.retryable = retryable;
    }

    /** {@return the status of the HTTP response that carries this failure} */
    public int httpStatus() {
        return httpStatus;
    }

    /** {@return what the {@code drover} command ends with} */
    public int exitCode() {
        return exitCode;
    }

    /** {@return whether the same request may succeed later without a change} */
    public boolean retryable() {
        return retryable;
    }
}

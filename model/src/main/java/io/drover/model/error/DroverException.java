package io.drover.model.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure of the caller or of the surroundings. The message says what was tried, what was found and what to do; it
 * names things in quotes and never contains a secret. Failures that are foreseen (an action that fails, a rule that
 * does not match) are values instead.
 */
public final class DroverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String conflictingId;

    private DroverException(ErrorCode code, String message, @Nullable String conflictingId, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.conflictingId = conflictingId;
    }

    public static DroverException of(ErrorCode code, String message) {
        return new DroverException(code, message, null, null);
    }

    public static DroverException of(ErrorCode code, String message, Throwable cause) {
        return new DroverException(code, message, null, cause);
    }

    public static DroverException invalid(String message) {
        return of(ErrorCode.INVALID_ARGUMENT, message);
    }

    public static DroverException notFound(String message) {
        return of(ErrorCode.NOT_FOUND, message);
    }

    /** The object exists already, under the given id. */
    public static DroverException alreadyExists(String message, String conflictingId) {
        return new DroverException(ErrorCode.ALREADY_EXISTS, message, conflictingId, null);
    }

    public static DroverException conflict(String message) {
        return of(ErrorCode.CONFLICT, message);
    }

    /** The surroundings (database, broker, network) do not answer; the same call may succeed later. */
    public static DroverException unavailable(String message, Throwable cause) {
        return of(ErrorCode.UNAVAILABLE, message, cause);
    }

    public ErrorCode code() {
        return code;
    }

    /** {@return the id of the object that is in the way, where there is one} */
    public @Nullable String conflictingId() {
        return conflictingId;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.name() : message;
    }
}

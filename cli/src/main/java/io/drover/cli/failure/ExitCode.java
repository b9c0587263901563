package io.drover.cli.failure;

import io.drover.model.error.ErrorCode;
import java.util.stream.Stream;

/** What the process ends with. The same failures have the same codes everywhere in Drover. */
public final class ExitCode {
    public static final int OK = 0;
    /** The daemon refused for a reason of its own, or the execution did not succeed. */
    public static final int FAILED = ErrorCode.INTERNAL.exitCode();
    /** The arguments, or the content that was sent, are wrong. */
    public static final int USAGE = ErrorCode.INVALID_ARGUMENT.exitCode();

    public static final int NOT_FOUND = ErrorCode.NOT_FOUND.exitCode();
    /** The daemon cannot be reached, or has no time; the same command may succeed later. */
    public static final int UNAVAILABLE = ErrorCode.UNAVAILABLE.exitCode();

    private ExitCode() {}

    /** {@return the exit code for an answer of the REST API that is not a success} */
    public static int ofHttpStatus(int status) {
        return switch (status) {
            case 422 -> USAGE;
            case 502 -> UNAVAILABLE;
            default ->
                Stream.of(ErrorCode.values())
                        .filter(code -> code.httpStatus() == status)
                        .findFirst()
                        .map(ErrorCode::exitCode)
                        .orElse(FAILED);
        };
    }
}

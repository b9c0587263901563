package io.drover.cli.failure;

/** What the process ends with. The same failures have the same codes everywhere in Drover. */
public final class ExitCode {
    public static final int OK = 0;
    /** The daemon refused for a reason of its own, or the execution did not succeed. */
    public static final int FAILED = 1;
    /** The arguments, or the content that was sent, are wrong. */
    public static final int USAGE = 2;

    public static final int NOT_FOUND = 3;
    /** Not logged in, or not allowed. */
    public static final int DENIED = 4;
    /** The daemon cannot be reached, or has no time; the same command may succeed later. */
    public static final int UNAVAILABLE = 5;

    private ExitCode() {}

    /** {@return the exit code for an answer of the REST API that is not a success} */
    public static int ofHttpStatus(int status) {
        return switch (status) {
            case 400, 413, 422 -> USAGE;
            case 401, 403 -> DENIED;
            case 404 -> NOT_FOUND;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> FAILED;
        };
    }
}

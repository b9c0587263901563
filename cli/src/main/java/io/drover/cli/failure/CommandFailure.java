package io.drover.cli.failure;

/**
 * A command that cannot go on. The message is one line for the user: what was tried, what was found, what to do.
 */
public class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command line itself, or a file it names, is wrong. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** {@return what the process ends with} */
    public int exitCode() {
        return exitCode;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "The command failed." : message;
    }
}

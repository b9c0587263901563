package io.drover.cli.api;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;

/** The REST API answered, and the answer is no. */
public final class Refusal extends CommandFailure {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String request, String reason) {
        super(
                ExitCode.ofHttpStatus(status),
                request + " was answered " + status + (reason.isEmpty() ? "." : ": " + ended(reason)) + advice(status));
        this.status = status;
    }

    public boolean isNotFound() {
        return status == 404;
    }

    private static String ended(String reason) {
        String line = reason.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.endsWith(".") ? line : line + ".";
    }

    private static String advice(int status) {
        return switch (status) {
            case 401 -> " Give --token or --api-key, or set DROVER_TOKEN or DROVER_API_KEY.";
            case 429, 502, 503, 504 -> " Try again later.";
            default -> "";
        };
    }
}

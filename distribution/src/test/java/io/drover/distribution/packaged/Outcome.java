package io.drover.distribution.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a program came to. */
record Outcome(int code, String out, String err) {
    private static final long LIMIT_SECONDS = 120;

    /** Runs a program to its end. */
    static Outcome of(ProcessBuilder program) {
        try {
            Path out = Files.createTempFile("drover-it", ".out");
            Path err = Files.createTempFile("drover-it", ".err");
            Process process = program.redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program.command() + " did not end within " + LIMIT_SECONDS + " s.");
            }
            Outcome outcome =
                    new Outcome(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
            Files.delete(out);
            Files.delete(err);
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package io.drover.camelactions.shell;

import io.drover.model.action.ActionContext;
import io.drover.model.execution.OutputChunk.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A program in a session of its own, so that it and all that it started can be stopped together. */
final class ShellProcess {
    private static final int KEPT_CHARACTERS = 1 << 20;
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final String MARK = "ST2_ACTION_EXECUTION_ID";

    /** How a program came to its end. */
    enum End {
        EXITED,
        TIMED_OUT,
        CANCELED
    }

    private final Process process;
    private final boolean ownSession;
    private final @Nullable String mark;
    private final BoundedText stdout = new BoundedText(KEPT_CHARACTERS);
    private final BoundedText stderr = new BoundedText(KEPT_CHARACTERS);
    private final List<Thread> readers = new ArrayList<>();

    private ShellProcess(Process process, boolean ownSession, @Nullable String mark) {
        this.process = process;
        this.ownSession = ownSession;
        this.mark = mark;
    }

    /**
     * Starts a program.
     *
     * @param input what it reads, null for nothing
     * @throws IOException where it cannot be started
     */
    static ShellProcess start(
            List<String> command,
            @Nullable Path directory,
            Map<String, String> environment,
            @Nullable String input,
            ActionContext.Output output)
            throws IOException {
        boolean ownSession = Files.isExecutable(SETSID);
        List<String> line = new ArrayList<>();
        if (ownSession) {
            line.add(SETSID.toString());
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        // The daemon's own settings, its database's password among them, are none of an action's business.
        builder.environment().keySet().removeIf(name -> name.startsWith("DROVER_"));
        builder.environment().putAll(environment);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        ShellProcess started = new ShellProcess(builder.start(), ownSession, environment.get(MARK));
        started.read(Stream.STDOUT, started.process.getInputStream(), started.stdout, output);
        started.read(Stream.STDERR, started.process.getErrorStream(), started.stderr, output);
        started.feed(input);
        return started;
    }

    /** Waits for the program to exit, to run out of time or to be cancelled; in the latter cases it is stopped. */
    End await(Duration timeout, ActionContext.Cancellation cancellation) throws InterruptedException {
        CompletableFuture<End> end = process.onExit().thenApply(exited -> End.EXITED);
        cancellation.whenCanceled(() -> end.complete(End.CANCELED));
        End how;
        try {
            how = end.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            how = End.TIMED_OUT;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Expected the program to exit, but its exit was not seen.", e);
        } catch (InterruptedException e) {
            signalAll("KILL", family());
            throw e;
        }
        if (how != End.EXITED) {
            stop(cancellation.grace());
        }
        // A program left behind in the background may hold the pipes open for ever.
        for (Thread reader : readers) {
            reader.join(2_000);
        }
        return how;
    }

    /** {@return the code it exited with, negative for the signal that ended it as far as that can be told} */
    int returnCode() {
        int code = process.exitValue();
        return code == 128 + 15 || code == 128 + 9 ? 128 - code : code;
    }

    BoundedText stdout() {
        return stdout;
    }

    BoundedText stderr() {
        return stderr;
    }

    private void stop(Duration grace) throws InterruptedException {
        Set<ProcessHandle> family = family();
        signalAll("TERM", family);
        try {
            CompletableFuture.allOf(family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stillThere) {
            family.addAll(family());
        } catch (InterruptedException e) {
            signalAll("KILL", family);
            throw e;
        }
        family.stream().flatMap(ProcessHandle::descendants).toList().forEach(family::add);
        family.addAll(family());
        signalAll("KILL", family);
        process.waitFor(grace.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    }

    private Set<ProcessHandle> family() {
        Set<ProcessHandle> family = new LinkedHashSet<>();
        family.add(process.toHandle());
        process.descendants().forEach(family::add);
        if (mark != null) {
            family.addAll(MarkedProcesses.with(MARK, mark));
        }
        return family;
    }

    /** The group reaches orphans of the session, the handles reach children that went into a session of their own. */
    private void signalAll(String signal, Set<ProcessHandle> family) {
        if (ownSession) {
            try {
                new ProcessBuilder("bash", "-c", "kill -s " + signal + " -- -" + process.pid())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor(1, TimeUnit.SECONDS);
            } catch (IOException e) {
                throw new UncheckedIOException("Tried to signal the processes of an action, but bash did not run.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (ProcessHandle member : family) {
            if (signal.equals("KILL")) {
                member.destroyForcibly();
            } else {
                member.destroy();
            }
        }
    }

    private void read(Stream stream, InputStream from, BoundedText kept, ActionContext.Output output) {
        Thread reader = new Thread(
                () -> {
                    char[] piece = new char[8192];
                    try (Reader text = new InputStreamReader(from, StandardCharsets.UTF_8)) {
                        for (int count = text.read(piece); count >= 0; count = text.read(piece)) {
                            kept.append(piece, count);
                            output.write(stream, new String(piece, 0, count));
                        }
                    } catch (IOException closed) {
                        // The program is gone and its pipe with it: what came through is all there is.
                        return;
                    }
                },
                "action-" + process.pid() + "-" + stream);
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
    }

    private void feed(@Nullable String input) {
        try (OutputStream stdin = process.getOutputStream()) {
            if (input != null) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            // A program that exits without reading its input has its own way of saying why.
            return;
        }
    }
}

package io.drover.distribution.run;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the daemon stands, where it was started by it ({@code NOTIFY_SOCKET}), and shows that it is well
 * as often as {@code WATCHDOG_USEC} asks for. Java has no datagram sockets of Unix, so that the program
 * {@code systemd-notify} speaks; the unit allows that by {@code NotifyAccess=all}.
 */
public final class ServiceNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotices.class);
    private static final long PATIENCE_SECONDS = 10;
    /** Of the time that systemd gives, so that one notice may get lost. */
    private static final int PART = 3;

    private final @Nullable List<String> program;
    private final @Nullable String socket;
    private final @Nullable Duration watchdog;
    private final BooleanSupplier isWell;
    private final CountDownLatch end = new CountDownLatch(1);

    ServiceNotices(
            @Nullable List<String> program,
            @Nullable String socket,
            @Nullable Duration watchdog,
            BooleanSupplier isWell) {
        this.program = program;
        this.socket = socket;
        this.watchdog = watchdog;
        this.isWell = isWell;
    }

    /** {@return notices as the environment asks for them; without systemd they go nowhere} */
    public static ServiceNotices of(Map<String, String> environment, BooleanSupplier isWell) {
        String socket = environment.get("NOTIFY_SOCKET");
        List<String> program = socket == null ? null : List.of("systemd-notify");
        return new ServiceNotices(program, socket, watchdog(environment.get("WATCHDOG_USEC")), isWell);
    }

    private static @Nullable Duration watchdog(@Nullable String micros) {
        return micros == null || !micros.matches("[1-9]\\d{0,17}")
                ? null
                : Duration.of(Long.parseLong(micros), ChronoUnit.MICROS);
    }

    /** The daemon takes events in from now on. */
    public void ready(String status) {
        tell("READY=1", "STATUS=" + status);
        if (program != null && watchdog != null) {
            Duration pause = watchdog.dividedBy(PART);
            Thread thread = new Thread(() -> watch(pause), "drover-watchdog");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void watch(Duration pause) {
        try {
            while (!end.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                if (isWell.getAsBoolean()) {
                    tell("WATCHDOG=1");
                } else {
                    LOG.warn("Not all checks of /readyz are well; systemd is not told that the daemon is.");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The daemon stops in order, which may take its time. */
    public void stopping() {
        end.countDown();
        tell("STOPPING=1");
    }

    private void tell(String... words) {
        if (program == null) {
            return;
        }
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(words));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            if (socket != null) {
                builder.environment().put("NOTIFY_SOCKET", socket);
            }
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            } else if (process.exitValue() != 0) {
                LOG.warn("systemd-notify {} ended with {}.", words[0], process.exitValue());
            }
        } catch (IOException e) {
            LOG.warn("systemd cannot be told {}: {}", words[0], e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}

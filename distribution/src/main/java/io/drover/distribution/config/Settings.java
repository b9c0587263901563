package io.drover.distribution.config;

import io.drover.model.timer.Missed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon was told.
 *
 * @param authPort null: closed; likewise {@code streamPort} and {@code reportPort}
 * @param databaseUrl null: an H2 file in {@code dataDir}
 * @param databasePassword empty: none was given
 * @param auditKeepDays null: for ever
 * @param auditSyslog null: none; likewise {@code auditGelf} and {@code metricsStatsd}
 * @param stackStormKeyFile null: none
 */
public record Settings(
        String httpHost,
        int httpPort,
        @Nullable Integer authPort,
        @Nullable Integer streamPort,
        int maxBody,
        Path dataDir,
        List<Path> packsDirs,
        Path logDir,
        @Nullable String databaseUrl,
        String databaseUser,
        String databasePassword,
        int databasePool,
        boolean authEnabled,
        @Nullable Integer reportPort,
        @Nullable Integer auditKeepDays,
        @Nullable URI auditSyslog,
        @Nullable URI auditGelf,
        @Nullable URI metricsStatsd,
        @Nullable Path stackStormKeyFile,
        String nodeName,
        int workers,
        int mostOpen,
        int mostOverruns,
        ZoneId timersTimezone,
        Missed timersMissed,
        long outputLimit,
        boolean validateOutput,
        Duration grace,
        Duration backPressureTimeout,
        Duration shutdownTimeout,
        Duration packsCheck,
        String logLevel) {
    public Settings {
        packsDirs = List.copyOf(packsDirs);
    }
}

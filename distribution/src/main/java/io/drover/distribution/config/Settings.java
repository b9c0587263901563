package io.drover.distribution.config;

import io.drover.engine.datastore.StackStormFormat;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.store.Purgeable;
import io.drover.model.timer.Missed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon was told.
 *
 * @param authPort null: closed; likewise {@code streamPort} and {@code reportPort}
 * @param databaseUrl null: an H2 file in {@code dataDir}
 * @param databasePassword empty: none was given
 * @param auditKeepDays null: for ever
 * @param auditSyslog null: none; likewise {@code auditGelf} and {@code metricsStatsd}
 * @param tracing null: off
 * @param stackStormFormat whether secrets of the datastore are read and written as StackStorm does
 * @param retention what is not in it is kept for ever
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
        Auth auth,
        @Nullable Integer reportPort,
        @Nullable Integer auditKeepDays,
        @Nullable URI auditSyslog,
        @Nullable URI auditGelf,
        @Nullable URI metricsStatsd,
        @Nullable Tracing tracing,
        StackStormFormat stackStormFormat,
        String nodeName,
        int workers,
        int mostOpen,
        int mostOverruns,
        int mostMatches,
        int mostHeld,
        int mostReplayed,
        Duration lateness,
        ZoneId timersTimezone,
        Missed timersMissed,
        long outputLimit,
        boolean validateOutput,
        Set<ExecutionStatus> endEvents,
        Duration grace,
        Duration backPressureTimeout,
        Duration shutdownTimeout,
        Map<Purgeable, Duration> retention,
        Duration retentionCheck,
        Duration packsCheck,
        String logLevel,
        boolean logJson) {
    /**
     * Where traces go.
     *
     * @param endpoint where a collector takes them, with its path
     * @param ratio which part of those that begin here is sent, from 0 to 1
     */
    public record Tracing(URI endpoint, Map<String, String> headers, double ratio) {
        public Tracing {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * How people get in.
     *
     * @param enabled whether they must prove who they are
     * @param passwordFile null: none
     * @param proxyAddresses empty: no proxy vouches for anyone
     */
    public record Auth(
            boolean enabled,
            Duration tokenTime,
            Duration longestTokenTime,
            Duration serviceTokenTime,
            @Nullable Path passwordFile,
            List<String> proxyAddresses,
            String proxyUserHeader,
            String proxyGroupsHeader,
            Path rolesDir) {
        public Auth {
            proxyAddresses = List.copyOf(proxyAddresses);
        }
    }

    public Settings {
        packsDirs = List.copyOf(packsDirs);
        retention = Map.copyOf(retention);
    }
}

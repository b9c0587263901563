package io.drover.engine.rehearse;

import io.drover.engine.EngineSettings;
import io.drover.engine.access.AccessSettings;
import io.drover.engine.datastore.StackStormFormat;
import io.drover.engine.retain.RetentionSettings;
import io.drover.engine.trace.Tracing;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.timer.Missed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Settings of whole engines. */
public final class Settings {
    private Settings() {}

    /**
     * Settings of an engine with small limits.
     *
     * @param folder where it keeps its keys
     * @param reader knows the folders of the packs
     * @param audited is given the audit records
     */
    public static EngineSettings of(Path folder, PlainReader reader, Consumer<List<AuditRecord>> audited) {
        return of(folder, reader, audited, EnumSet.allOf(ExecutionStatus.class));
    }

    /**
     * As {@link #of}, where rules hear of some ends alone.
     *
     * @param endEvents of which ones
     */
    public static EngineSettings of(
            Path folder, PlainReader reader, Consumer<List<AuditRecord>> audited, Set<ExecutionStatus> endEvents) {
        return new EngineSettings(
                "n1",
                "home",
                UUID.randomUUID().toString(),
                "stanley",
                4,
                1000,
                5,
                600_000,
                2_000_000,
                10_000,
                Duration.ofSeconds(10),
                ZoneOffset.UTC,
                Missed.LAST,
                10_000,
                false,
                endEvents,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                AccessSettings.usual("stanley", "admin", "anna", "ada", "bob"),
                RetentionSettings.NONE,
                folder.resolve("keys.json"),
                StackStormFormat.NONE,
                reader::folders,
                () -> URI.create("http://127.0.0.1:9101/v1"),
                audited,
                () -> {},
                null,
                Tracing.OFF,
                point -> {});
    }
}

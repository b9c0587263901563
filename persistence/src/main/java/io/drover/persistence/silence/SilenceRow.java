package io.drover.persistence.silence;

import io.drover.model.silence.MaintenanceWindow;
import io.drover.model.silence.Matchers;
import io.drover.model.silence.Silence;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A silence, with its windows where it has some. */
@Entity
@Table(name = "silence")
class SilenceRow {
    private static final String RULE = "rule";
    private static final String PACK = "pack";
    private static final String ACTION = "action";
    private static final String TAGS = "tags";
    private static final String PAYLOAD = "payload";

    @Id
    String id;

    @JdbcTypeCode(SqlTypes.JSON)
    String matchers;

    @Column(name = "starts_at")
    Instant startsAt;

    @Column(name = "ends_at")
    Instant endsAt;

    @Nullable
    String cron;

    @Column(name = "duration_seconds")
    @Nullable
    Long durationSeconds;

    @Column(name = "time_zone")
    @Nullable
    String timeZone;

    String owner;

    String reason;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    SilenceRow() {}

    static SilenceRow of(Silence silence) {
        SilenceRow row = new SilenceRow();
        row.id = silence.id();
        row.matchers = Documents.write(document(silence.matchers()));
        row.startsAt = Instants.stored(silence.from());
        row.endsAt = Instants.stored(silence.until());
        MaintenanceWindow window = silence.window();
        if (window != null) {
            row.cron = window.cron();
            row.durationSeconds = window.duration().toSeconds();
            row.timeZone = window.timeZone();
        }
        row.owner = silence.owner();
        row.reason = silence.reason();
        row.createdAt = Instants.stored(silence.createdAt());
        return row;
    }

    Silence silence() {
        return new Silence(
                id, matchers(Documents.readObject(matchers)), startsAt, endsAt, window(), owner, reason, createdAt);
    }

    private @Nullable MaintenanceWindow window() {
        return cron == null || durationSeconds == null || timeZone == null
                ? null
                : new MaintenanceWindow(cron, Duration.ofSeconds(durationSeconds), timeZone);
    }

    private static Map<String, @Nullable Object> document(Matchers matchers) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(RULE, matchers.rule());
        document.put(PACK, matchers.pack());
        document.put(ACTION, matchers.action());
        document.put(TAGS, matchers.tags());
        document.put(PAYLOAD, matchers.payload());
        return document;
    }

    private static Matchers matchers(Map<String, @Nullable Object> document) {
        return new Matchers(
                text(document.get(RULE)),
                text(document.get(PACK)),
                text(document.get(ACTION)),
                texts(document.get(TAGS)),
                texts(document.get(PAYLOAD)));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Map<String, String> texts(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, pattern) -> texts.put(String.valueOf(name), String.valueOf(pattern)));
        }
        return texts;
    }
}

package io.drover.persistence.trigger;

import io.drover.model.trigger.SourceHealth;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** How a source is heard on a node. */
@Entity
@Table(name = "source_health")
class SourceHealthRow {
    @EmbeddedId
    Key key;

    @Column(name = "last_at")
    Instant lastAt;

    long events;

    @Column(name = "longest_gap_ms")
    long longestGap;

    @Column(name = "usual_gap_micros")
    long usualGap;

    @SuppressWarnings("NullAway.Init")
    SourceHealthRow() {}

    /** A source and a node. */
    @Embeddable
    record Key(
            @Column(name = "source") String source,
            @Column(name = "node") int node) implements Serializable {}

    static SourceHealthRow of(SourceHealth health) {
        SourceHealthRow row = new SourceHealthRow();
        row.key = new Key(health.source(), health.node());
        row.lastAt = Instants.stored(health.lastAt());
        row.events = health.events();
        row.longestGap = health.longestGap().toMillis();
        row.usualGap = TimeUnit.MICROSECONDS.convert(health.usualGap());
        return row;
    }

    SourceHealth health() {
        return new SourceHealth(
                key.source(),
                key.node(),
                lastAt,
                events,
                Duration.ofMillis(longestGap),
                Duration.of(usualGap, ChronoUnit.MICROS));
    }
}

package io.drover.persistence.trigger;

import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import io.drover.persistence.sql.Place;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** An event that was accepted. */
@Entity
@Table(name = "trigger_instance")
class TriggerInstanceRow {
    static final BulkInsert<TriggerInstanceRow> INSERT = BulkInsert.<TriggerInstanceRow>into("trigger_instance")
            .text("id", row -> row.id)
            .place(row -> row.place)
            .text("trigger_ref", row -> row.trigger)
            .text("trigger_type", row -> row.triggerType)
            .text("source", row -> row.source)
            .json("payload", row -> row.payload)
            .text("dedupe_key", row -> row.dedupeKey)
            .text("trace_id", row -> row.traceId)
            .text("trace_tag", row -> row.traceTag)
            .instant("occurred_at", row -> row.occurredAt)
            .instant("accepted_at", row -> row.acceptedAt)
            .end();

    @Id
    String id;

    @Column(name = "seq", insertable = false, updatable = false)
    long sequence;

    @Embedded
    Place place;

    @Column(name = "trigger_ref")
    String trigger;

    @Column(name = "trigger_type")
    String triggerType;

    String source;

    @JdbcTypeCode(SqlTypes.JSON)
    String payload;

    @Column(name = "dedupe_key")
    @Nullable
    String dedupeKey;

    @Column(name = "trace_id")
    String traceId;

    @Column(name = "trace_tag")
    @Nullable
    String traceTag;

    @Column(name = "occurred_at")
    Instant occurredAt;

    @Column(name = "accepted_at")
    Instant acceptedAt;

    @SuppressWarnings("NullAway.Init")
    TriggerInstanceRow() {}

    static TriggerInstanceRow of(TriggerInstance instance, Place place) {
        TriggerInstanceRow row = new TriggerInstanceRow();
        row.id = instance.id();
        row.place = place;
        row.trigger = instance.trigger().toString();
        row.triggerType = instance.triggerType().toString();
        row.source = instance.source();
        row.payload = Documents.write(instance.payload());
        row.dedupeKey = instance.dedupeKey();
        row.traceId = instance.trace().id();
        row.traceTag = instance.trace().tag();
        row.occurredAt = Instants.stored(instance.occurredAt());
        row.acceptedAt = Instants.stored(instance.acceptedAt());
        return row;
    }

    TriggerInstance instance() {
        return new TriggerInstance(
                id,
                Ref.parse(trigger),
                Ref.parse(triggerType),
                Documents.readObject(payload),
                occurredAt,
                acceptedAt,
                dedupeKey,
                source,
                new Trace(traceId, traceTag));
    }
}

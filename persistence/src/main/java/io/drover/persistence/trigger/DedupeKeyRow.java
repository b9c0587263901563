package io.drover.persistence.trigger;

import io.drover.persistence.sql.BulkInsert;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A source's identity of an event, remembered until its window has passed. */
@Entity
@Table(name = "dedupe_key")
class DedupeKeyRow {
    static final BulkInsert<DedupeKeyRow> INSERT = BulkInsert.<DedupeKeyRow>into("dedupe_key")
            .text("dedupe_key", row -> row.key)
            .text("trigger_instance", row -> row.triggerInstance)
            .instant("remembered_until", row -> row.rememberedUntil)
            .end();

    @Id
    @Column(name = "dedupe_key")
    String key;

    @Column(name = "trigger_instance")
    String triggerInstance;

    @Column(name = "remembered_until")
    Instant rememberedUntil;

    @SuppressWarnings("NullAway.Init")
    DedupeKeyRow() {}

    static DedupeKeyRow of(String key, String triggerInstance, Instant rememberedUntil) {
        DedupeKeyRow row = new DedupeKeyRow();
        row.key = key;
        row.triggerInstance = triggerInstance;
        row.rememberedUntil = rememberedUntil;
        return row;
    }
}

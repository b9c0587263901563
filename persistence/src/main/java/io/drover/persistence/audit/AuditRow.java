package io.drover.persistence.audit;

import io.drover.model.audit.AuditRecord;
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
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One thing that happened. */
@Entity
@Table(name = "audit_record")
class AuditRow {
    static final BulkInsert<AuditRow> INSERT = BulkInsert.<AuditRow>into("audit_record")
            .place(row -> row.place)
            .text("who", row -> row.who)
            .text("what", row -> row.what)
            .text("kind", row -> row.kind)
            .text("subject", row -> row.subject)
            .text("why", row -> row.why)
            .text("trace_id", row -> row.traceId)
            .instant("happened_at", row -> row.happenedAt)
            .json("details", row -> row.details)
            .end();

    @Id
    @Column(name = "seq", insertable = false, updatable = false)
    long sequence;

    @Embedded
    Place place;

    String who;

    String what;

    String kind;

    String subject;

    @Nullable
    String why;

    @Column(name = "trace_id")
    @Nullable
    String traceId;

    @Column(name = "happened_at")
    Instant happenedAt;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String details;

    @SuppressWarnings("NullAway.Init")
    AuditRow() {}

    static AuditRow of(AuditRecord happened, Place place) {
        AuditRow row = new AuditRow();
        row.place = place;
        row.who = happened.who();
        row.what = happened.what();
        row.kind = happened.kind();
        row.subject = happened.subject();
        row.why = happened.why();
        row.traceId = happened.traceId();
        row.happenedAt = Instants.stored(happened.at());
        row.details = happened.details().isEmpty() ? null : Documents.write(happened.details());
        return row;
    }

    AuditRecord happened() {
        return new AuditRecord(
                who,
                what,
                kind,
                subject,
                why,
                traceId,
                happenedAt,
                details == null ? Map.of() : Documents.readObject(details));
    }
}

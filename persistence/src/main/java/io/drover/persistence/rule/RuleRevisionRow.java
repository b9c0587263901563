package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleRevision;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What a rule said from some batch on. */
@Entity
@Table(name = "rule_revision")
class RuleRevisionRow {
    @EmbeddedId
    Key key;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String document;

    @Column(name = "from_file")
    boolean fromFile;

    @Column(name = "effective_from")
    long effectiveFrom;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_by")
    String changedBy;

    @SuppressWarnings("NullAway.Init")
    RuleRevisionRow() {}

    /** A rule and one of its revisions. */
    @Embeddable
    record Key(
            @Column(name = "rule_ref") String rule,
            @Column(name = "revision") int number) implements Serializable {}

    static RuleRevisionRow of(RuleRevision revision) {
        RuleRevisionRow row = new RuleRevisionRow();
        row.key = new Key(revision.rule().toString(), revision.number());
        row.document = Documents.writeOrNull(revision.document());
        row.fromFile = revision.fromFile();
        row.effectiveFrom = revision.effectiveFrom();
        row.changedAt = Instants.stored(revision.at());
        row.changedBy = revision.by();
        return row;
    }

    RuleRevision revision() {
        return new RuleRevision(
                Ref.parse(key.rule()),
                key.number(),
                Documents.readObjectOrNull(document),
                fromFile,
                effectiveFrom,
                changedAt,
                changedBy);
    }
}

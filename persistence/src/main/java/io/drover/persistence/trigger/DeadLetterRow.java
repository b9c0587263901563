package io.drover.persistence.trigger;

import io.drover.model.trigger.DeadLetter;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import io.drover.persistence.sql.Refs;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What a source delivered and we had to refuse. */
@Entity
@Table(name = "dead_letter")
class DeadLetterRow {
    @Id
    String id;

    @Column(name = "seq", insertable = false, updatable = false)
    long sequence;

    String source;

    @Column(name = "source_identity")
    @Nullable
    String identity;

    @Column(name = "trigger_ref")
    @Nullable
    String trigger;

    String content;

    @Column(name = "is_base64")
    boolean base64;

    @Column(name = "size_in_bytes")
    long size;

    @JdbcTypeCode(SqlTypes.JSON)
    String reasons;

    @Column(name = "refused_at")
    Instant refusedAt;

    @SuppressWarnings("NullAway.Init")
    DeadLetterRow() {}

    static DeadLetterRow of(DeadLetter letter) {
        DeadLetterRow row = new DeadLetterRow();
        row.id = letter.id();
        row.source = letter.source();
        row.identity = letter.identity();
        row.trigger = Refs.stored(letter.trigger());
        row.content = letter.content();
        row.base64 = letter.base64();
        row.size = letter.size();
        row.reasons = Documents.write(letter.reasons());
        row.refusedAt = Instants.stored(letter.at());
        return row;
    }

    DeadLetter letter() {
        List<String> words =
                Documents.readArray(reasons).stream().map(String::valueOf).toList();
        return new DeadLetter(id, source, identity, Refs.restored(trigger), content, base64, size, words, refusedAt);
    }
}

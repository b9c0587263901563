package io.drover.persistence.content;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.store.Contents;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A revision of a registered object. */
@Entity
@Table(name = "content")
class ContentRow {
    @EmbeddedId
    Key key;

    @JdbcTypeCode(SqlTypes.JSON)
    String document;

    @Column(name = "is_current")
    boolean current;

    @Column(name = "is_enabled")
    boolean enabled;

    @Column(name = "from_file")
    boolean fromFile;

    @Column(name = "registered_at")
    Instant registeredAt;

    @SuppressWarnings("NullAway.Init")
    ContentRow() {}

    /** An object and one of its revisions. */
    @Embeddable
    record Key(
            @Column(name = "kind") String kind,
            @Column(name = "ref") String ref,
            @Column(name = "hash") String hash) implements Serializable {

        static Key of(Kind kind, Ref ref, String hash) {
            return new Key(word(kind), ref.toString(), hash);
        }
    }

    static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    static ContentRow of(Contents.Content content) {
        ContentRow row = new ContentRow();
        row.key = Key.of(content.kind(), content.ref(), content.hash());
        row.document = Documents.write(content.document());
        row.current = true;
        row.enabled = content.enabled();
        row.fromFile = content.fromFile();
        row.registeredAt = Instants.stored(content.registeredAt());
        return row;
    }

    Contents.Content content() {
        return new Contents.Content(
                Kind.valueOf(key.kind().toUpperCase(Locale.ROOT)),
                Ref.parse(key.ref()),
                key.hash(),
                Documents.readObject(document),
                enabled,
                fromFile,
                registeredAt);
    }
}

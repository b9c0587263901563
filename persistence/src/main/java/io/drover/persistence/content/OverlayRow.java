package io.drover.persistence.content;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the API said about content that a file owns. */
@Entity
@Table(name = "overlay")
class OverlayRow {
    @EmbeddedId
    Key key;

    @Column(name = "is_enabled")
    @Nullable
    Boolean enabled;

    @Column(name = "is_shadow")
    @Nullable
    Boolean shadow;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_by")
    String changedBy;

    @SuppressWarnings("NullAway.Init")
    OverlayRow() {}

    /** The object it is about. */
    @Embeddable
    record Key(
            @Column(name = "kind") String kind,
            @Column(name = "ref") String ref) implements Serializable {

        static Key of(Kind kind, Ref ref) {
            return new Key(ContentRow.word(kind), ref.toString());
        }
    }

    static OverlayRow of(Overlay overlay) {
        OverlayRow row = new OverlayRow();
        row.key = Key.of(overlay.kind(), overlay.ref());
        row.enabled = overlay.enabled();
        row.shadow = overlay.shadow();
        row.changedAt = Instants.stored(overlay.at());
        row.changedBy = overlay.by();
        return row;
    }

    Overlay overlay() {
        return new Overlay(
                Kind.valueOf(key.kind().toUpperCase(Locale.ROOT)),
                Ref.parse(key.ref()),
                enabled,
                shadow,
                changedAt,
                changedBy);
    }
}

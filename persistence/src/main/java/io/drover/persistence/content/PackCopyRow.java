package io.drover.persistence.content;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/** What the files of a pack look like on a node. */
@Entity
@Table(name = "pack_copy")
class PackCopyRow {
    @EmbeddedId
    OnNode key;

    String hash;

    @SuppressWarnings("NullAway.Init")
    PackCopyRow() {}

    static PackCopyRow of(String pack, int node, String hash) {
        PackCopyRow row = new PackCopyRow();
        row.key = new OnNode(pack, node);
        row.hash = hash;
        return row;
    }

    /** A pack on a node. */
    @Embeddable
    record OnNode(
            @Column(name = "pack") String pack,
            @Column(name = "node") int node) implements Serializable {}
}

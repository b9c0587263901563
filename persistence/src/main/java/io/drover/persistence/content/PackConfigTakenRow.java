package io.drover.persistence.content;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Which change of a pack's configuration a node took last. */
@Entity
@Table(name = "pack_config_taken")
class PackConfigTakenRow {
    @EmbeddedId
    PackCopyRow.OnNode key;

    long number;

    @SuppressWarnings("NullAway.Init")
    PackConfigTakenRow() {}

    static PackConfigTakenRow of(String pack, int node, long number) {
        PackConfigTakenRow row = new PackConfigTakenRow();
        row.key = new PackCopyRow.OnNode(pack, node);
        row.number = number;
        return row;
    }
}

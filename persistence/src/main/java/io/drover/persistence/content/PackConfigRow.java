package io.drover.persistence.content;

import io.drover.model.execution.Sealed;
import io.drover.model.store.MadeConfigs.MadeConfig;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What the API said last of a pack's configuration. */
@Entity
@Table(name = "pack_config")
class PackConfigRow {
    @Id
    String pack;

    long number;

    byte[] sealed;

    @SuppressWarnings("NullAway.Init")
    PackConfigRow() {}

    static PackConfigRow of(String pack, long number, Sealed values) {
        PackConfigRow row = new PackConfigRow();
        row.pack = pack;
        row.number = number;
        row.sealed = values.bytes();
        return row;
    }

    MadeConfig made() {
        return new MadeConfig(pack, number, new Sealed(sealed));
    }
}

package io.drover.persistence.silence;

import io.drover.model.silence.Freeze;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A freeze that nobody has ended. */
@Entity
@Table(name = "automation_freeze")
class FreezeRow {
    @Id
    String id;

    @Nullable
    String pack;

    @Column(name = "is_manual")
    boolean manual;

    Instant since;

    @Column(name = "begun_by")
    String by;

    String reason;

    @SuppressWarnings("NullAway.Init")
    FreezeRow() {}

    static FreezeRow of(Freeze freeze) {
        FreezeRow row = new FreezeRow();
        row.id = freeze.id();
        row.pack = freeze.pack();
        row.manual = freeze.manual();
        row.since = Instants.stored(freeze.since());
        row.by = freeze.by();
        row.reason = freeze.reason();
        return row;
    }

    Freeze freeze() {
        return new Freeze(id, pack, manual, since, by, reason);
    }
}

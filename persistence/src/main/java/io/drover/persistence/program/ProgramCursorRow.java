package io.drover.persistence.program;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who runs the DRL rules of a pack, and how far time has come for them. */
@Entity
@Table(name = "program_cursor")
class ProgramCursorRow {
    @Id
    String pack;

    Instant clock;

    @Column(name = "owner")
    @Nullable
    Integer owner;

    long term;

    @SuppressWarnings("NullAway.Init")
    ProgramCursorRow() {}

    static ProgramCursorRow of(String pack, Instant clock, int owner) {
        ProgramCursorRow row = new ProgramCursorRow();
        row.pack = pack;
        row.clock = clock;
        row.owner = owner;
        row.term = 1;
        return row;
    }
}

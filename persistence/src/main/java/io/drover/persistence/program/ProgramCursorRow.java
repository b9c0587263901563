package io.drover.persistence.program;

import io.drover.model.rule.ProgramCursor;
import io.drover.persistence.sql.Instants;
import io.drover.persistence.sql.Place;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** How far the DRL rules of a pack have come. */
@Entity
@Table(name = "program_cursor")
class ProgramCursorRow {
    @Id
    String pack;

    @Embedded
    Place place;

    Instant clock;

    @SuppressWarnings("NullAway.Init")
    ProgramCursorRow() {}

    static ProgramCursorRow of(ProgramCursor cursor) {
        ProgramCursorRow row = new ProgramCursorRow();
        row.pack = cursor.pack();
        row.place = Place.of(cursor.position());
        row.clock = Instants.stored(cursor.clock());
        return row;
    }

    ProgramCursor cursor() {
        return new ProgramCursor(pack, place.position(), clock);
    }
}

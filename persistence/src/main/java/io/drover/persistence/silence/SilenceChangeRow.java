package io.drover.persistence.silence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often silences and freezes changed; the only row. */
@Entity
@Table(name = "silence_change")
class SilenceChangeRow {
    static final int ID = 1;

    @Id
    int id;

    @Column(name = "how_many")
    long count;
}

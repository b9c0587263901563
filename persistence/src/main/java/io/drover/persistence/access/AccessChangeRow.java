package io.drover.persistence.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often users, tokens, keys or roles changed; the only row. */
@Entity
@Table(name = "access_change")
class AccessChangeRow {
    static final int ID = 1;

    @Id
    int id;

    @Column(name = "how_many")
    long count;
}

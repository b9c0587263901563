package io.drover.persistence.content;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often what is registered changed; the only row. */
@Entity
@Table(name = "registry_change")
class RegistryChangeRow {
    static final int ID = 1;

    @Id
    int id;

    @Column(name = "rules")
    long rules;

    @Column(name = "sensors")
    long sensors;
}

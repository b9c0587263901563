package io.drover.persistence.program;

import io.drover.model.pack.Ref;
import io.drover.model.rule.OnceWindow;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** The time within which a rule asks for nothing more under a key. */
@Entity
@Table(name = "once_window")
class OnceWindowRow {
    @EmbeddedId
    Id id;

    String pack;

    @Column(name = "opened_at")
    Instant from;

    @Column(name = "ends_at")
    Instant until;

    /** The rule and the key. */
    @Embeddable
    record Id(
            @Column(name = "rule_ref") String rule,
            @Column(name = "once_key") String key) implements Serializable {}

    @SuppressWarnings("NullAway.Init")
    OnceWindowRow() {}

    static OnceWindowRow of(OnceWindow window) {
        OnceWindowRow row = new OnceWindowRow();
        row.id = new Id(window.rule().toString(), window.key());
        row.pack = window.rule().pack();
        row.from = Instants.stored(window.from());
        row.until = Instants.stored(window.until());
        return row;
    }

    OnceWindow window() {
        return new OnceWindow(Ref.parse(id.rule()), id.key(), from, until);
    }
}

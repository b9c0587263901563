package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleState;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import io.drover.persistence.sql.StoredKey;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What one part of a rule has collected for a key. */
@Entity
@Table(name = "rule_state")
class RuleStateRow {
    static final BulkInsert<RuleStateRow> INSERT = BulkInsert.<RuleStateRow>into("rule_state")
            .text("pack", row -> row.id.pack())
            .text("rule_ref", row -> row.id.rule())
            .text("part", row -> row.id.part())
            .text("key_name", row -> row.id.keyName())
            .number("revision", row -> row.revision)
            .text("state_key", row -> row.stateKey)
            .json("document", row -> row.document)
            .instant("since", row -> row.since)
            .end();

    static final List<String> KEY = List.of("pack", "rule_ref", "part", "key_name");

    @EmbeddedId
    Id id;

    int revision;

    @Column(name = "state_key")
    String stateKey;

    @JdbcTypeCode(SqlTypes.JSON)
    String document;

    @Nullable
    Instant since;

    /** The pack and the rule, its part, and what stands for the key. */
    @Embeddable
    record Id(
            @Column(name = "pack") String pack,
            @Column(name = "rule_ref") String rule,
            @Column(name = "part") String part,
            @Column(name = "key_name") String keyName)
            implements Serializable {

        static Id of(RuleState.Name name) {
            return new Id(name.rule().pack(), name.rule().toString(), name.part(), StoredKey.of(name.key()));
        }
    }

    @SuppressWarnings("NullAway.Init")
    RuleStateRow() {}

    static RuleStateRow of(RuleState state) {
        RuleStateRow row = new RuleStateRow();
        row.id = Id.of(state.name());
        row.revision = state.revision();
        row.stateKey = state.key();
        row.document = Documents.write(state.document());
        row.since = Instants.storedOrNull(state.since());
        return row;
    }

    RuleState state() {
        return new RuleState(
                Ref.parse(id.rule()), revision, id.part(), stateKey, Documents.readObject(document), since);
    }
}

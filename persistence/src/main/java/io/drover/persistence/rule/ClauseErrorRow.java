package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Errors of one clause within an hour. */
@Entity
@Table(name = "clause_error")
class ClauseErrorRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long seq;

    @Column(name = "rule_ref")
    String rule;

    @Column(name = "rule_revision")
    int ruleRevision;

    String clause;

    @Column(name = "error_hour")
    Instant hour;

    String message;

    @Column(name = "first_instance")
    String firstInstance;

    @Column(name = "error_count")
    long count;

    @SuppressWarnings("NullAway.Init")
    ClauseErrorRow() {}

    static ClauseErrorRow of(ClauseError error) {
        ClauseErrorRow row = new ClauseErrorRow();
        row.rule = error.rule().toString();
        row.ruleRevision = error.ruleRevision();
        row.clause = error.clause();
        row.hour = Instants.stored(error.hour());
        row.message = error.message();
        row.firstInstance = error.firstInstance();
        row.count = error.count();
        return row;
    }

    ClauseError error() {
        return new ClauseError(Ref.parse(rule), ruleRevision, clause, hour, message, firstInstance, count);
    }
}

package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Instants;
import io.drover.persistence.sql.StoredKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Matches that something stopped or delayed, counted together for a key and a window. */
@Entity
@Table(name = "limited_match")
class LimitedMatchRow {
    static final BulkInsert<LimitedMatchRow> INSERT = BulkInsert.<LimitedMatchRow>into("limited_match")
            .text("rule_ref", row -> row.rule)
            .number("rule_revision", row -> row.ruleRevision)
            .text("limit_name", row -> row.limitName)
            .text("key_name", row -> row.keyName)
            .text("limit_key", row -> row.limitKey)
            .instant("window_starts_at", row -> row.windowStartsAt)
            .text("first_instance", row -> row.firstInstance)
            .text("last_instance", row -> row.lastInstance)
            .instant("first_at", row -> row.firstAt)
            .instant("last_at", row -> row.lastAt)
            .bigNumber("match_count", row -> row.count)
            .end();

    @Id
    @Column(name = "seq", insertable = false, updatable = false)
    long sequence;

    @Column(name = "rule_ref")
    String rule;

    @Column(name = "rule_revision")
    int ruleRevision;

    @Column(name = "limit_name")
    String limitName;

    @Column(name = "key_name")
    String keyName;

    @Column(name = "limit_key")
    String limitKey;

    @Column(name = "window_starts_at")
    Instant windowStartsAt;

    @Column(name = "first_instance")
    String firstInstance;

    @Column(name = "last_instance")
    String lastInstance;

    @Column(name = "first_at")
    Instant firstAt;

    @Column(name = "last_at")
    Instant lastAt;

    @Column(name = "match_count")
    long count;

    @SuppressWarnings("NullAway.Init")
    LimitedMatchRow() {}

    static LimitedMatchRow of(LimitedMatches matches) {
        LimitedMatchRow row = new LimitedMatchRow();
        row.rule = matches.rule().toString();
        row.ruleRevision = matches.ruleRevision();
        row.limitName = matches.limit();
        row.keyName = StoredKey.of(matches.key());
        row.limitKey = matches.key();
        row.windowStartsAt = Instants.stored(matches.window());
        row.firstInstance = matches.firstInstance();
        row.lastInstance = matches.lastInstance();
        row.firstAt = Instants.stored(matches.firstAt());
        row.lastAt = Instants.stored(matches.lastAt());
        row.count = matches.count();
        return row;
    }

    LimitedMatches matches() {
        return new LimitedMatches(
                Ref.parse(rule),
                ruleRevision,
                limitName,
                limitKey,
                windowStartsAt,
                firstInstance,
                lastInstance,
                firstAt,
                lastAt,
                count);
    }
}

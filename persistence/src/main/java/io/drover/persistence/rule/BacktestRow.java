package io.drover.persistence.rule;

import io.drover.model.pack.Ref;
import io.drover.model.rule.Backtest;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A rule that is tried over stored events. */
@Entity
@Table(name = "backtest")
class BacktestRow {
    static final BulkInsert<BacktestRow> INSERT = BulkInsert.<BacktestRow>into("backtest")
            .text("id", row -> row.id)
            .text("rule_ref", row -> row.rule)
            .text("node", row -> row.node)
            .text("status", row -> row.status)
            .json("request", row -> row.request)
            .bigNumber("events", row -> row.events)
            .bigNumber("events_total", row -> row.total)
            .json("result", row -> row.result)
            .text("failure_reason", row -> row.failure)
            .text("started_by", row -> row.by)
            .instant("started_at", row -> row.startedAt)
            .instant("ended_at", row -> row.endedAt)
            .end();

    static final List<String> KEY = List.of("id");

    @Id
    String id;

    @Column(name = "seq", insertable = false, updatable = false)
    long sequence;

    @Column(name = "rule_ref")
    String rule;

    String node;

    String status;

    @JdbcTypeCode(SqlTypes.JSON)
    String request;

    long events;

    @Column(name = "events_total")
    long total;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String result;

    @Column(name = "failure_reason")
    @Nullable
    String failure;

    @Column(name = "started_by")
    String by;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    @SuppressWarnings("NullAway.Init")
    BacktestRow() {}

    static BacktestRow of(Backtest backtest) {
        BacktestRow row = new BacktestRow();
        row.id = backtest.id();
        row.rule = backtest.rule().toString();
        row.node = backtest.node();
        row.status = backtest.status().word();
        row.request = Documents.write(backtest.request());
        row.events = backtest.events();
        row.total = backtest.total();
        row.result = Documents.writeOrNull(backtest.result());
        row.failure = backtest.failure();
        row.by = backtest.by();
        row.startedAt = Instants.stored(backtest.startedAt());
        row.endedAt = Instants.storedOrNull(backtest.endedAt());
        return row;
    }

    Backtest backtest() {
        return new Backtest(
                id,
                Ref.parse(rule),
                node,
                Backtest.Status.valueOf(status.toUpperCase(Locale.ROOT)),
                Documents.readObject(request),
                events,
                total,
                Documents.readObjectOrNull(result),
                failure,
                by,
                startedAt,
                endedAt);
    }
}

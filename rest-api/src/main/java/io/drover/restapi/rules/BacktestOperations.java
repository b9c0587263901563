package io.drover.restapi.rules;

import io.drover.engine.api.Backtests;
import io.drover.engine.api.Backtests.Request;
import io.drover.engine.api.Backtests.Version;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.rule.Backtest;
import io.drover.model.store.Listing;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Paging;
import io.drover.restapi.http.StoreList;
import io.drover.restapi.http.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules that are tried over stored events. */
public final class BacktestOperations {
    private static final int BACKTESTS = 50;
    private static final Set<String> FILTERS = Set.of("id", "rule_ref", "node", "status");

    private final Backtests backtests;

    public BacktestOperations(Backtests backtests) {
        this.backtests = backtests;
    }

    /** {@code {rule, revision} or {content}, from, to, against: {rule, revision} or {content}}. */
    public Answer start(Call call) {
        Fields fields = call.fields().onlyOf(Set.of("rule", "revision", "content", "from", "to", "against"));
        Fields against = new Fields(fields.object("against")).onlyOf(Set.of("rule", "revision", "content"));
        Request request = new Request(
                version(fields),
                against.values().isEmpty() ? null : version(against),
                time(fields, "from"),
                time(fields, "to"));
        return Answer.json(202, shape(backtests.start(request, call.principal()), true));
    }

    private static Version version(Fields fields) {
        Integer revision =
                fields.values().get("revision") == null ? null : fields.number("revision", 1, Integer.MAX_VALUE);
        return new Version(fields.textOr("rule", null), revision, fields.textOr("content", null));
    }

    private static Instant time(Fields fields, String name) {
        String text = fields.text(name);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw DroverException.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "Expected a time such as 2026-01-31T12:00:00Z as '" + name + "', but found '" + text + "'.",
                    e);
        }
    }

    /** The newest first, without what came of them. */
    public Answer list(Call call) {
        Paging paging = Paging.of(call, BACKTESTS);
        Listing<Backtest> page =
                backtests.list(StoreList.of(call, paging, FILTERS).query());
        return paging.answer(
                page.items().stream().map(backtest -> shape(backtest, false)).toList(), page.total());
    }

    public Answer get(Call call) {
        return Answer.ok(shape(backtest(call), true));
    }

    /** Cancels one that runs, and removes one that has ended. */
    public Answer delete(Call call) {
        Backtest backtest = backtest(call);
        if (backtest.status() == Backtest.Status.RUNNING) {
            return Answer.json(202, shape(backtests.cancel(backtest.id(), call.principal()), true));
        }
        backtests.remove(backtest.id(), call.principal());
        return Answer.noContent();
    }

    private Backtest backtest(Call call) {
        String id = call.at("id");
        return backtests.find(id).orElseThrow(() -> Failures.noRecord(id));
    }

    private static Map<String, @Nullable Object> shape(Backtest backtest, boolean withResult) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", backtest.id());
        shape.put("rule", backtest.rule().toString());
        shape.put("status", backtest.status().word());
        shape.putAll(backtest.request());
        shape.put("events", backtest.events());
        shape.put("events_total", backtest.total());
        shape.put("failure_reason", backtest.failure());
        shape.put("node", backtest.node());
        shape.put("started_by", backtest.by());
        shape.put("started_at", Times.text(backtest.startedAt()));
        shape.put("ended_at", backtest.endedAt() == null ? null : Times.text(backtest.endedAt()));
        if (withResult) {
            shape.put("result", backtest.result());
        }
        return shape;
    }
}

package io.drover.restapi.rules;

import io.drover.engine.api.Backtests;
import io.drover.engine.api.Backtests.Request;
import io.drover.engine.api.Backtests.Version;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.rule.Backtest;
import io.drover.model.store.Listing;
import io.drover.restapi.access.PayloadRights;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Paging;
import io.drover.restapi.http.StoreList;
import io.drover.restapi.shape.BacktestShape;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;

/** Rules that are tried over stored events. */
public final class BacktestOperations {
    private static final int BACKTESTS = 50;
    private static final Set<String> FILTERS = Set.of("id", "rule_ref", "node", "status");

    private final Backtests backtests;
    private final PayloadRights payloads;

    public BacktestOperations(Backtests backtests, PayloadRights payloads) {
        this.backtests = backtests;
        this.payloads = payloads;
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
        return Answer.json(202, BacktestShape.of(backtests.start(request, call.principal()), showsValues(call)));
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
        boolean shown = showsValues(call);
        Paging paging = Paging.of(call, BACKTESTS);
        Listing<Backtest> page =
                backtests.list(StoreList.of(call, paging, FILTERS).query());
        return paging.answer(
                page.items().stream()
                        .map(backtest -> BacktestShape.summary(backtest, shown))
                        .toList(),
                page.total());
    }

    public Answer get(Call call) {
        return Answer.ok(BacktestShape.of(backtest(call), showsValues(call)));
    }

    /** Cancels one that runs, and removes one that has ended. */
    public Answer delete(Call call) {
        Backtest backtest = backtest(call);
        if (backtest.status() == Backtest.Status.RUNNING) {
            return Answer.json(
                    202, BacktestShape.of(backtests.cancel(backtest.id(), call.principal()), showsValues(call)));
        }
        backtests.remove(backtest.id(), call.principal());
        return Answer.noContent();
    }

    // a text that is tried may ask for any trigger
    private boolean showsValues(Call call) {
        return payloads.ofAll(call.principal());
    }

    private Backtest backtest(Call call) {
        String id = call.at("id");
        return backtests.find(id).orElseThrow(() -> Failures.noRecord(id));
    }
}

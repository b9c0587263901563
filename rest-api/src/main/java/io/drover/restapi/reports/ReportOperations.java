package io.drover.restapi.reports;

import io.drover.engine.api.Reports;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.json.JsonValues;
import io.drover.model.store.ReportTable;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Times;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Questions to the views of {@code report_v1}. */
public final class ReportOperations {
    private static final int ROWS = 1_000;
    private static final int MOST_ROWS = 100_000;

    private static final int MOST_EXPORTS = 2;

    private final Reports reports;
    private final Vertx vertx;
    private final Semaphore exports = new Semaphore(MOST_EXPORTS);

    public ReportOperations(Reports reports, Vertx vertx) {
        this.reports = reports;
        this.vertx = vertx;
    }

    /** {@code {query, limit}} gives {@code {columns, rows, truncated}}. */
    public Answer query(Call call) {
        Fields fields = call.fields().onlyOf(Set.of("query", "limit"));
        ReportTable table = reports.query(fields.text("query"), fields.number("limit", ROWS, MOST_ROWS));
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("columns", table.columns());
        shape.put("rows", table.rows().stream().map(ReportOperations::row).toList());
        shape.put("truncated", table.truncated());
        return Answer.ok(shape);
    }

    /** {@code {query, format}} gives a file of any number of rows, {@code csv} or {@code json}. */
    public CompletionStage<Answer> export(Call call) {
        Fields fields = call.fields().onlyOf(Set.of("query", "format"));
        String sql = fields.text("query");
        Export export = new Export(vertx, RowText.of(fields.text("format")));
        if (!exports.tryAcquire()) {
            throw DroverException.of(
                    ErrorCode.TOO_MANY,
                    "Expected fewer exports at once, but " + MOST_EXPORTS + " are on their way. Ask again later.");
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        export.run(reports, sql);
                    } finally {
                        exports.release();
                    }
                },
                "drover-export");
        thread.setDaemon(true);
        thread.start();
        return export.answer();
    }

    private static List<@Nullable Object> row(List<@Nullable Object> values) {
        List<@Nullable Object> row = new ArrayList<>(values.size());
        values.forEach(value -> row.add(cell(value)));
        return row;
    }

    // a driver's own types become text
    private static @Nullable Object cell(@Nullable Object value) {
        if (value instanceof Instant time) {
            return Times.text(time);
        }
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Number
                || value instanceof Map
                || value instanceof Collection) {
            return JsonValues.copy(value);
        }
        return value.toString();
    }
}

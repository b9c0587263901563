package io.drover.restapi.reports;

import io.drover.engine.api.Reports;
import io.drover.model.json.JsonValues;
import io.drover.model.store.ReportTable;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Questions to the views of {@code report_v1}. */
public final class ReportOperations {
    private static final int ROWS = 1_000;
    private static final int MOST_ROWS = 100_000;

    private final Reports reports;

    public ReportOperations(Reports reports) {
        this.reports = reports;
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

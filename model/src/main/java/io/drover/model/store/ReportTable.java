package io.drover.model.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a report.
 *
 * @param truncated whether there were more rows than asked for
 */
public record ReportTable(List<String> columns, List<List<@Nullable Object>> rows, boolean truncated) {

    /** Collects rows up to a limit. */
    public static final class Collector implements ReportRows {
        private final int limit;
        private final List<List<@Nullable Object>> rows = new ArrayList<>();
        private List<String> columns = List.of();
        private boolean truncated;

        public Collector(int limit) {
            this.limit = limit;
        }

        @Override
        public void columns(List<String> names) {
            columns = List.copyOf(names);
        }

        @Override
        public boolean row(List<@Nullable Object> values) {
            truncated = rows.size() == limit;
            if (!truncated) {
                rows.add(values);
            }
            return !truncated;
        }

        public ReportTable table() {
            return new ReportTable(columns, rows, truncated);
        }
    }
}

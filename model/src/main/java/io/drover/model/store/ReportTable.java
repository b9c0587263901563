package io.drover.model.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a report.
 *
 * @param truncated whether there were more rows than asked for
 */
public record ReportTable(List<String> columns, List<List<@Nullable Object>> rows, boolean truncated) {}

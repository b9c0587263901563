package io.drover.model.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the outcome of a report, one row after the other. */
public interface ReportRows {

    /** Is told the names of the columns, once and first. */
    void columns(List<String> names);

    /** Takes the next row. {@return whether it takes more} */
    boolean row(List<@Nullable Object> values);
}

package io.drover.engine.api;

import io.drover.model.store.ReportRows;
import io.drover.model.store.ReportTable;

/** Questions to the views of {@code report_v1}. */
public interface Reports {

    /** As {@link io.drover.model.store.Store#report(String, int)}. */
    ReportTable query(String sql, int limit);

    /** As {@link io.drover.model.store.Store#report(String, ReportRows)}. */
    void export(String sql, ReportRows rows);
}

package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.access.ApiKey;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Query;
import io.drover.model.store.ReportRows;
import io.drover.model.store.ReportTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Queries of users over the views. */
interface ReportContract extends OpenStore {

    @Test
    default void runsAReportOverTheViews() {
        store().change(t -> {
            t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(1), 1, 0)));
            t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(2), 1, 1)));
        });

        ReportTable table = store().report(
                        "select id, payload, occurred_at, batch, trace_tag, 1.5 as half from report_v1.events order by id;",
                        1);

        assertThat(table.columns()).containsExactly("id", "payload", "occurred_at", "batch", "trace_tag", "half");
        assertThat(table.truncated()).isTrue();
        assertThat(table.rows()).hasSize(1);
        assertThat(table.rows().get(0))
                .isEqualTo(Arrays.<@Nullable Object>asList(
                        Samples.id(1, 1),
                        Samples.event(1).payload(),
                        Samples.at(1).toString(),
                        1L,
                        null,
                        1.5));
        assertThat(store().report("select id from events", 2).truncated()).isFalse();
        assertThat(store().report("select id from events where 1 = 0", 2).columns())
                .containsExactly("id");
        assertThat(store().report("with x as (select 1 as a union all select 2) select a from x -- why", 9)
                        .rows())
                .hasSize(2);
    }

    @Test
    default void handsRowsOutOneByOne() {
        store().change(t -> {
            for (int i = 0; i < 1_200; i++) {
                t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(i), 1, i)));
            }
        });
        List<Object> taken = new ArrayList<>();

        store().report("select place, payload from events order by place", new ReportRows() {
            @Override
            public void columns(List<String> names) {
                taken.add(names);
            }

            @Override
            public boolean row(List<@Nullable Object> values) {
                taken.add(values);
                return taken.size() < 1_150;
            }
        });

        assertThat(taken).hasSize(1_150).startsWith(List.of("place", "payload"), List.of(0L, Samples.payload(0)));
        assertThatThrownBy(() -> store().report("delete from events", new ReportTable.Collector(1)))
                .isInstanceOf(DroverException.class);
    }

    @Test
    default void refusesReportsBeyondTheViews() {
        store().change(t -> t.apiKeys().put(new ApiKey("1", "ada", "hash", Map.of(), true, NOON)));
        for (String sql : List.of(
                "select * from api_key",
                "select * from public.key_value_pair",
                "select * from public.execution",
                "select key_hash from \"public\".api_key",
                "delete from report_v1.events",
                "insert into report_v1.events (id) values ('x')",
                "create table report_v1.x (a integer)",
                "drop view report_v1.events",
                "reset role",
                "select 1; reset role; select * from public.api_key",
                "select 1) as r; reset role; select * from (select * from public.api_key",
                "select set_config('role', 'none', true), query_to_xml('select * from public.api_key', true, true, '')",
                "select pg_read_file('/etc/passwd')",
                "select file_read('/etc/passwd')",
                "script",
                "select * from nothing",
                "selec 1",
                "",
                ";")) {
            assertThatThrownBy(() -> store().report(sql, 10))
                    .as(sql)
                    .isInstanceOfSatisfying(
                            DroverException.class,
                            e -> assertThat(e.code()).isIn(ErrorCode.INVALID_ARGUMENT, ErrorCode.PERMISSION_DENIED));
        }
        assertThat(store().<Long>read(
                                t -> t.triggerInstances().list(Query.all()).total()))
                .isZero();
        assertThat(store().<Boolean>read(t -> t.apiKeys().find("1").isPresent()))
                .isTrue();
    }
}

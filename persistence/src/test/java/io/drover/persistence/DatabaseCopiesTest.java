package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.drover.model.access.ApiKey;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Query;
import io.drover.model.store.Transaction;
import io.drover.model.store.WorkflowRuns;
import io.drover.model.workflow.TaskRun;
import io.drover.model.workflow.WorkflowPart;
import io.drover.model.workflow.WorkflowRun;
import io.drover.persistence.DatabaseMove.Moved;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a whole database: as a file, to PostgreSQL, as CSV. */
class DatabaseCopiesTest {
    private static final String STRANGE = "tab\t, line\n, return\r, \\N, \"quote\", \uE000, \0, ü, 𝄞, \uD834";

    private static final WorkflowRun RUN =
            new WorkflowRun(Samples.id(6, 1), Samples.id(3, 1), 1, "tasks: {one: {action: core.noop}}\n# " + STRANGE);
    private static final WorkflowPart HEAD = new WorkflowPart("head", Map.of("status", STRANGE), null);
    private static final WorkflowPart TASK = new WorkflowPart(
            "task/0",
            Map.of("result", STRANGE.repeat(500)),
            new TaskRun(Samples.id(7, 1), "one", 0, "running", null, OpenStore.NOON, null));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void copiesAnOpenH2DatabaseAsItIs() {
        DatabaseSettings settings = h2("one");
        Path zip = folder.resolve("copy.zip");
        try (HibernateStore store = open(settings)) {
            fill(store, 1, 50);
            store.change(DatabaseCopiesTest::runWorkflow);
            store.copyTo(zip);
            fill(store, 51, 60);
        }

        H2File.of(h2("two")).restoreFrom(zip);

        try (HibernateStore restored = open(h2("two"))) {
            assertThat(events(restored)).isEqualTo(50);
            isAsItWas(restored);
        }
        assertThatExceptionOfType(DroverException.class)
                .isThrownBy(() -> H2File.of(h2("two")).restoreFrom(zip))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void movesEverythingToPostgreSql() {
        DatabaseSettings from = h2("one");
        DatabaseSettings to = PostgreSqlServer.get().newDatabase();
        try (HibernateStore store = open(from)) {
            fill(store, 1, 3_000);
            store.change(DatabaseCopiesTest::runWorkflow);
            store.change(t ->
                    t.apiKeys().put(new ApiKey("1", STRANGE, "hash", Map.of("note", STRANGE), true, OpenStore.NOON)));
        }

        List<Moved> moved = DatabaseMove.run(from, to, Clock.systemUTC(), each -> {});

        assertThat(moved)
                .extracting(Moved::table)
                .contains("trigger_instance", "api_key", "lineage", "workflow_definition", "workflow_run")
                .contains("workflow_part", "workflow_value");
        assertThat(moved)
                .filteredOn(each -> each.table().equals("trigger_instance"))
                .extracting(Moved::rows)
                .containsExactly(3_000L);
        try (HibernateStore store = open(to)) {
            assertThat(events(store)).isEqualTo(3_000);
            isAsItWas(store);
            ApiKey key = store.<ApiKey>read(t -> t.apiKeys().find("1").orElseThrow());
            assertThat(key).isEqualTo(new ApiKey("1", STRANGE, "hash", Map.of("note", STRANGE), true, OpenStore.NOON));
            fill(store, 3_001, 3_010);
            assertThat(events(store)).isEqualTo(3_010);
        }
    }

    @Test
    void movesOnlyToAnEmptyDatabase() {
        DatabaseSettings from = h2("one");
        DatabaseSettings to = PostgreSqlServer.get().newDatabase();
        open(from).close();
        try (HibernateStore store = open(to)) {
            fill(store, 1, 1);
        }

        assertThatExceptionOfType(DroverException.class)
                .isThrownBy(() -> DatabaseMove.run(from, to, Clock.systemUTC(), each -> {}))
                .withMessageContaining("found rows in")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        try (HibernateStore store = open(to)) {
            assertThat(events(store)).isEqualTo(1);
        }
    }

    @Test
    void tellsHowADatabaseStandsWithoutChangingIt() {
        DatabaseSettings fresh = h2("one");
        assertThat(DatabaseState.isThere(fresh)).isFalse();
        open(fresh).close();

        DatabaseState state = DatabaseState.of(fresh);

        assertThat(DatabaseState.isThere(fresh)).isTrue();
        assertThat(state.description()).startsWith("H2 2.");
        assertThat(state.version()).isNotNull();
        assertThat(state.pending()).isZero();
        assertThat(state.isNewer()).isFalse();
    }

    @Test
    void exportsTheViewsAsCsvFromBothDatabases() throws Exception {
        for (DatabaseSettings settings :
                List.of(h2("one"), PostgreSqlServer.get().newDatabase())) {
            Path out = Files.createTempDirectory(folder, "export");
            try (HibernateStore store = open(settings)) {
                fill(store, 1, 3);
                Map<String, Long> counts = store.exportTo(out);
                assertThat(counts).containsEntry("events", 3L).containsKeys("executions", "workflow_tasks");
            }

            assertThat(Files.readAllLines(out.resolve("events.csv")))
                    .hasSize(4)
                    .first()
                    .asString()
                    .contains("id,")
                    .contains("occurred_at");
            assertThat(Files.readString(out.resolve("events.csv")))
                    .contains(Samples.at(1).toString(), "\"\"host\"\":\"\"web-1\"\"");
            assertThat(ReportExport.write(settings, out)).containsEntry("events", 3L);
        }
    }

    private DatabaseSettings h2(String name) {
        return DatabaseSettings.of("jdbc:h2:file:" + folder.resolve(name), "drover", "secret");
    }

    private static HibernateStore open(DatabaseSettings settings) {
        return HibernateStore.open(settings, Clock.systemUTC());
    }

    private static void fill(HibernateStore store, int first, int last) {
        store.change(t -> {
            for (int i = first; i <= last; i++) {
                t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(i), i, 0)));
            }
        });
    }

    private static void runWorkflow(Transaction t) {
        t.executions().insertAll(List.of(Samples.entry(Samples.execution(1), 1, 0)));
        List<String> refused = t.workflowRuns().writeAll(List.of(new WorkflowRuns.Update(RUN, List.of(HEAD, TASK))));
        assertThat(refused).isEmpty();
    }

    private static void isAsItWas(HibernateStore store) {
        assertThat(store.<Object>read(t -> t.workflowRuns().find(RUN.id()).orElseThrow()))
                .isEqualTo(RUN);
        assertThat(store.<Object>read(t -> t.workflowRuns().parts(RUN.id())))
                .isEqualTo(Map.of("head", HEAD.document(), "task/0", TASK.document()));
        assertThat(store.report("select task, items, started_at, ended_at from workflow_tasks", 9)
                        .rows())
                .containsExactly(Arrays.asList("one", null, OpenStore.NOON.toString(), null));
    }

    private static long events(HibernateStore store) {
        return store.<Long>read(t -> t.triggerInstances().list(Query.all()).total());
    }
}

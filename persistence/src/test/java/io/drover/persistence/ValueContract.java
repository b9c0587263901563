package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.access.ApiKey;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.Position;
import io.drover.model.store.Audit;
import io.drover.model.store.Executions;
import io.drover.model.store.Query;
import io.drover.model.store.TriggerInstances;
import io.drover.model.trigger.TriggerInstance;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values come back from every database as they went in. */
interface ValueContract extends OpenStore {

    @Test
    default void keepsEveryJsonValueApart() {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("whole", 1L);
        payload.put("fraction", 1.0);
        payload.put("large fraction", 1.0E10);
        payload.put("tiny", 4.9E-324);
        payload.put("huge", new BigInteger("123456789012345678901234567890"));
        payload.put("nul", "a\u0000b");
        payload.put("nul\u0000key", true);
        payload.put("half a pair", "x\uD800y");
        payload.put("escape", "\uE0000000");
        payload.put("astral", "\uD83D\uDC02 drover äöü");
        payload.put("quotes", "\"\\\n\t\u001f");
        payload.put("nothing", null);
        payload.put("empty", Map.of());
        payload.put("list", Arrays.asList(1L, "two", null, List.of(), Map.of("deep", 3.5)));
        TriggerInstance event = Samples.event(1, payload, null);

        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(event, 1, 0))));

        Map<String, @Nullable Object> read = store().read(
                        t -> t.triggerInstances().find(event.id()).orElseThrow().payload());
        assertThat(read).isEqualTo(event.payload());
        assertThat(new ArrayList<>(read.keySet())).isEqualTo(new ArrayList<>(payload.keySet()));
    }

    @Test
    default void keepsTextThatADatabaseRefuses() {
        String text = "nul \u0000, half \uDC00, escape \uE000, astral \uD83D\uDC02, quote ' and \\";
        AuditRecord happened =
                AuditRecord.of("ada", "did", "thing", text, null, NOON).because(text);

        store().change(t -> t.audit().appendAll(List.of(new Audit.Entry(happened, new Position(1, 1, 0)))));

        assertThat(store().<Object>read(t ->
                        t.audit().list(Query.all().where("subject", text)).items()))
                .isEqualTo(List.of(happened));
    }

    @Test
    default void keepsAMegabyteOfResult() {
        Execution running = Samples.execution(1);
        Execution completed =
                running.completedWith(ActionResult.succeeded(Map.of("stdout", "ä".repeat(2_000_000))), NOON);

        store().change(t -> t.executions().insertAll(List.of(Samples.entry(running, 1, 0))));
        store().change(t -> assertThat(t.executions().updateAll(List.of(new Executions.Update(completed, 1))))
                .isEmpty());

        assertThat(store().<Object>read(t -> t.executions().find(running.id()).orElseThrow()))
                .isEqualTo(completed);
    }

    @Test
    default void cutsInstantsToMicroseconds() {
        Instant instant = Instant.parse("2026-03-01T12:00:00.123456789Z");
        store().change(t -> t.apiKeys().put(new ApiKey("k", "ada", "h", Map.of(), true, instant)));

        assertThat(store().<Object>read(t -> t.apiKeys().find("k").orElseThrow().createdAt()))
                .isEqualTo(Instant.parse("2026-03-01T12:00:00.123456Z"));
    }

    /** Databases may take many rows by another way than a few. */
    @Test
    default void keepsManyRowsAsTheyWere() {
        List<Execution> executions = new ArrayList<>();
        List<AuditRecord> records = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Execution execution = i % 2 == 0 ? Samples.execution(i) : Samples.secret(i);
            executions.add(i % 3 == 0 ? Samples.completed(execution) : execution);
            String text = "nul \u0000, half \uDC00, tab \t, astral \uD83D\uDC02, ü".repeat(i);
            AuditRecord plain =
                    AuditRecord.of("ada", "did", "thing", "s" + i, null, NOON.minusSeconds(i * 10_000_000L));
            records.add(i % 4 == 0 ? plain : plain.because(text));
        }

        store().change(t -> {
            t.executions()
                    .insertAll(executions.stream()
                            .map(each -> Samples.entry(each, 1, executions.indexOf(each)))
                            .toList());
            t.audit()
                    .appendAll(records.stream()
                            .map(each -> new Audit.Entry(each, new Position(1, 1, records.indexOf(each))))
                            .toList());
        });

        for (int i = 0; i < 500; i++) {
            int number = i;
            assertThat(store().<Object>read(t ->
                            t.executions().find(executions.get(number).id()).orElseThrow()))
                    .isEqualTo(executions.get(number));
            assertThat(store().<Object>read(t -> t.audit()
                            .list(Query.all().where("subject", "s" + number))
                            .items()))
                    .isEqualTo(List.of(records.get(number)));
        }
    }

    @Test
    default void refusesManyRowsAmongWhichOneIsThereAlready() {
        store().change(t -> t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(40), 1, 0))));
        List<TriggerInstances.Entry> entries = IntStream.range(0, 100)
                .mapToObj(i -> Samples.entry(Samples.event(i), 2, i))
                .toList();

        assertThatThrownBy(() -> store().change(t -> t.triggerInstances().insertAll(entries)))
                .isInstanceOfSatisfying(
                        DroverException.class,
                        e -> assertThat(Objects.requireNonNull(e).code()).isEqualTo(ErrorCode.ALREADY_EXISTS));

        assertThat(store().<Object>read(
                                t -> t.triggerInstances().find(Samples.event(39).id())))
                .isEqualTo(Optional.empty());
    }
}

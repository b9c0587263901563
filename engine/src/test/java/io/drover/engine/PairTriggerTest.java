package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Datastore;
import io.drover.engine.api.Datastore.Form;
import io.drover.engine.api.Datastore.Value;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.HandSensors;
import io.drover.engine.rehearse.MemoryConfigFiles;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.rehearse.Settings;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import io.drover.model.store.Query;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the datastore as events. */
class PairTriggerTest {
    private static final Ref CREATE = Ref.of("core", "st2.key_value_pair.create");
    private static final Ref UPDATE = Ref.of("core", "st2.key_value_pair.update");
    private static final Ref CHANGE = Ref.of("core", "st2.key_value_pair.value_change");
    private static final Ref DELETE = Ref.of("core", "st2.key_value_pair.delete");
    private static final Key URL = Key.system("url");

    private final MemoryStore store = new MemoryStore();
    private final PlainReader reader = new PlainReader();
    private final Engine engine;

    PairTriggerTest(@TempDir Path folder) {
        engine = new Engine(
                Settings.of(folder, reader, records -> {}),
                store,
                reader,
                new MemoryConfigFiles(),
                List.of(new HandRunner("effects", true), new HandRunner("pure", false)),
                new HandSensors(),
                new HandClock());
    }

    @BeforeEach
    void start() {
        reader.lay(Plant.content());
        reader.lay(Plant.core(CREATE, UPDATE, CHANGE, DELETE));
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.stop(Duration.ofSeconds(20));
    }

    @Test
    void aChangeIsNoEventWhereNoRuleListens() {
        set("a");
        set("b");
        datastore().delete(URL, null, Parts.ADMIN);

        assertThat(events(CREATE, UPDATE, CHANGE, DELETE)).isEmpty();
        assertThat(datastore().find(URL)).isEmpty();
    }

    @Test
    void aChangeIsAnEventWhereARuleListens() {
        Stream.of(CREATE, UPDATE, CHANGE, DELETE).forEach(this::listen);

        set("a");
        set("b");
        datastore().delete(URL, null, Parts.ADMIN);

        assertThat(events(CREATE, UPDATE, CHANGE, DELETE))
                .extracting(TriggerInstance::triggerType)
                .containsExactly(CREATE, UPDATE, CHANGE, DELETE);
        assertThat(events(CHANGE).get(0).payload())
                .extracting("new_object")
                .extracting("value")
                .isEqualTo("b");
        assertThat(events(CHANGE).get(0).trace())
                .isEqualTo(events(UPDATE).get(0).trace());
        Await.until("each rule has run", () -> succeeded() == 4);
    }

    @Test
    void theEventIsThereWithTheChangeAndHidesASecret() {
        listen(CREATE);

        KeyValuePair unused = datastore().set(URL, new Value("s3cret", Form.SECRET, null), null, Parts.ADMIN);

        assertThat(events(CREATE)).hasSize(1);
        assertThat(events(CREATE).get(0).payload().toString())
                .contains("********")
                .doesNotContain("s3cret");
        assertThat(datastore().find(URL)).isPresent();
    }

    private Datastore datastore() {
        return engine.entryPoints().datastore();
    }

    private void set(String text) {
        KeyValuePair unused = datastore().set(URL, new Value(text, Form.PLAIN, null), null, Parts.ADMIN);
    }

    private void listen(Ref type) {
        engine.entryPoints()
                .rules()
                .create(
                        Map.of(
                                "name",
                                "on_" + type.name().substring(type.name().lastIndexOf('.') + 1),
                                "pack",
                                "core",
                                "trigger",
                                Map.of("type", type.toString()),
                                "actions",
                                List.of(Map.of("ref", "plant.calc"))),
                        Parts.ADMIN);
    }

    private long succeeded() {
        return store.<Map<String, Long>>read(
                        transaction -> transaction.executions().countByStatus())
                .getOrDefault(ExecutionStatus.SUCCEEDED.word(), 0L);
    }

    /** Oldest first. */
    private List<TriggerInstance> events(Ref... types) {
        List<TriggerInstance> newestFirst = store.read(
                transaction -> transaction.triggerInstances().list(Query.all()).items());
        List<TriggerInstance> found = new ArrayList<>(newestFirst);
        Collections.reverse(found);
        found.removeIf(event -> !List.of(types).contains(event.triggerType()));
        return found;
    }
}

package io.drover.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.api.Rules;
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
import io.drover.model.action.Action;
import io.drover.model.action.ActionResult;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Ref;
import io.drover.model.store.Query;
import io.drover.model.trigger.TriggerInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of ends of executions, of inquiries, and of starts and ends of sensors. */
class EndEventsTest {
    private static final Ref NOTIFY = NotifyTrigger.TYPE;
    private static final Ref ENDED = ActionTrigger.TYPE;
    private static final Ref ASKED = InquiryTrigger.TYPE;
    private static final Ref SPAWN = Ref.of("core", "st2.sensor.process_spawn");
    private static final Ref EXIT = Ref.of("core", "st2.sensor.process_exit");
    private static final Map<String, @Nullable Object> TO_MAIL =
            Map.of("on-complete", Map.of("routes", List.of("mail")));

    private final MemoryStore store = new MemoryStore();
    private final PlainReader reader = new PlainReader();
    private final HandSensors sensors = new HandSensors();
    private final HandClock clock = new HandClock();
    private final HandRunner runner = new HandRunner("effects", true);
    private final Set<ExecutionStatus> heard = EnumSet.allOf(ExecutionStatus.class);
    private final Path folder;
    private final Engine engine;

    EndEventsTest(@TempDir Path folder) {
        this.folder = folder;
        engine = new Engine(
                Settings.of(folder, reader, records -> {}, heard),
                store,
                reader,
                new MemoryConfigFiles(),
                List.of(runner, new HandRunner("pure", false)),
                sensors,
                clock);
    }

    @AfterEach
    void stop() {
        engine.stop(Duration.ofSeconds(20));
    }

    @Test
    void eachRouteOfANotifySectionIsToldInItsWords() {
        start(Map.of(
                "on-success",
                Map.of(
                        "message", "{{ action_parameters.host }} is {{ action_results.result }}",
                        "data", Map.of("by", "{{ action_context.user }}", "deep", List.of("{{ 1 + 1 }}"), "n", 3L),
                        "routes", List.of("mail", "slack"))));
        listen(NOTIFY);

        Execution execution = run(Map.of("host", "a"), null);

        List<TriggerInstance> told = told(NOTIFY, 2);
        Map<String, @Nullable Object> first = told.get(0).payload();
        assertThat(told)
                .extracting(
                        event -> event.payload().get("route"),
                        event -> event.payload().get("channel"))
                .containsExactly(tuple("mail", "mail"), tuple("slack", "slack"));
        assertThat(first)
                .containsEntry("message", "a is done")
                .containsEntry("execution_id", execution.id())
                .containsEntry("status", "succeeded")
                .containsEntry("action_ref", "plant.act")
                .containsEntry("runner_ref", "effects");
        assertThat(String.valueOf(first.get("start_timestamp")))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(first.get("data"))
                .asInstanceOf(MAP)
                .containsEntry("by", "anna")
                .containsEntry("deep", List.of("2"))
                .containsEntry("n", 3L)
                .containsEntry("result", "{\"result\":\"done\"}");
        assertThat(told).extracting(TriggerInstance::trace).containsOnly(execution.trace());
    }

    @Test
    void aTemplateThatCannotBeRenderedIsToldAsItIsWritten() {
        start(Map.of(
                "on-complete", Map.of("message", "{{ nobody.knows }}", "channels", List.of("mail")),
                "on-failure", Map.of("routes", List.of("pager"))));
        runner.does(context -> ActionResult.failed("broken"));
        listen(NOTIFY);

        Execution unused = run(Map.of(), null);

        assertThat(told(NOTIFY, 2))
                .extracting(event -> event.payload().get("message"))
                .containsExactly("{{ nobody.knows }}", "Action plant.act failed.");
    }

    @Test
    void aSecretParameterIsNotToldInClear() {
        start(Map.of("on-complete", Map.of("message", "{{ action_parameters.token }}", "routes", List.of("mail"))));
        listen(NOTIFY);

        Execution unused = run(Map.of("token", "s3cret"), null);

        assertThat(told(NOTIFY, 1).get(0).payload()).containsEntry("message", "********");
    }

    @Test
    void whatTheRequestSaysCountsWhereTheActionNamesNobody() {
        start(Map.of());
        listen(NOTIFY);

        Execution unused = run(Map.of(), TO_MAIL);

        assertThat(told(NOTIFY, 1).get(0).payload())
                .containsEntry("route", "mail")
                .containsEntry("message", "Action plant.act completed.");
    }

    @Test
    void whatTheActionSaysReplacesWhatTheRequestSays() {
        start(Map.of("on-success", Map.of("routes", List.of("slack"))));
        listen(NOTIFY);

        Execution unused = run(Map.of(), TO_MAIL);

        assertThat(told(NOTIFY, 1))
                .extracting(event -> event.payload().get("route"))
                .containsExactly("slack");
    }

    @Test
    void aRequestWhoseNotifySectionIsWrongIsRefused() {
        start(Map.of());

        assertThatThrownBy(() -> run(Map.of(), Map.of("on-sucess", Map.of())))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("on-sucess");
    }

    @Test
    void nobodyIsToldWhereNoRuleListens() {
        start(TO_MAIL);

        Execution unused = run(Map.of(), null);

        assertThat(events(NOTIFY)).isEmpty();
    }

    @Test
    void aDelayedExecutionThatIsCancelledEndsAsAnyOther() {
        start(TO_MAIL);
        listen(NOTIFY);
        listen(ENDED);
        Execution delayed = Await.done(engine.entryPoints()
                .executions()
                .request(
                        new ExecutionRequest("plant.act", Map.of(), Map.of(), null, Duration.ofHours(1)), Parts.ADMIN));

        Execution canceled = Await.done(engine.entryPoints().executions().cancel(delayed.id(), Parts.ADMIN));

        assertThat(canceled.status().word()).isEqualTo("canceled");
        assertThat(events(NOTIFY))
                .extracting(event -> event.payload().get("status"))
                .containsExactly("canceled");
        assertThat(events(ENDED))
                .extracting(event -> event.payload().get("execution_id"))
                .contains(delayed.id());
    }

    @Test
    void anInquiryIsAnEventWhereARuleListensAndItsEndIsOneAsAnyOther() {
        start(Map.of());
        listen(ASKED);
        listen(ENDED);

        Execution asked = Await.done(engine.entryPoints()
                .executions()
                .request(
                        new ExecutionRequest("plant.ask", Map.of("route", "ops"), Map.of(), null, Duration.ZERO),
                        Parts.ADMIN));

        TriggerInstance told = told(ASKED, 1).get(0);
        assertThat(told.payload()).isEqualTo(Map.of("id", asked.id(), "route", "ops"));
        assertThat(told.trace()).isEqualTo(asked.trace());
        assertThat(ends(asked)).isEmpty();

        engine.entryPoints().inquiries().respond(asked.id(), Map.of("continue", true), Parts.ADMIN);

        Await.until("its end is told", () -> !ends(asked).isEmpty());
        assertThat(ends(asked))
                .extracting(event -> event.payload().get("status"))
                .containsExactly("succeeded");
        assertThat(events(ASKED)).hasSize(1);
    }

    private List<TriggerInstance> ends(Execution execution) {
        return events(ENDED).stream()
                .filter(event -> execution.id().equals(event.payload().get("execution_id")))
                .toList();
    }

    @Test
    void endsOfWhichRulesShallNotHearAreNoEvents() {
        heard.remove(ExecutionStatus.SUCCEEDED);
        start(Map.of());
        listen(ENDED);

        Execution unheard = run(Map.of(), null);
        runner.does(context -> ActionResult.failed("broken"));
        Execution broken = run(Map.of(), null);

        Await.until("the failure is told", () -> !ends(broken).isEmpty());
        assertThat(ends(unheard)).isEmpty();
    }

    @Test
    void startsAndEndsOfSensorsAreEventsWhereARuleListens() {
        start(Map.of());
        sensors.watched().started(Ref.of("plant", "unheard"), "plant/routes/unheard.camel.yaml");
        listen(SPAWN);
        listen(EXIT);

        sensors.watched().started(Ref.of("plant", "tick"), "plant/routes/tick.camel.yaml");
        sensors.watched().ended(Ref.of("plant", "tick"), true);

        assertThat(told(SPAWN, 1).get(0).payload())
                .containsEntry("id", "tick")
                .containsEntry("cmd", "plant/routes/tick.camel.yaml")
                .containsEntry("pid", ProcessHandle.current().pid())
                .containsEntry("timestamp", clock.instant().getEpochSecond());
        assertThat(told(EXIT, 1).get(0).payload()).containsEntry("id", "tick").containsEntry("exit_code", 1L);
    }

    @Test
    void aTaskWhoseActionCannotBeCalledEndsAsAnyOther() throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("pack/actions")).resolve("flow.yaml"),
                "{version: 1.0, input: [what], tasks: {bad: {action: <% ctx().what %>}}}");
        start(
                Map.of(),
                new Action(
                        Ref.of("plant", "flow"),
                        null,
                        true,
                        "orquesta",
                        "flow.yaml",
                        folder.resolve("pack"),
                        Map.of("what", Map.of("type", "string")),
                        null,
                        null,
                        List.of(),
                        null,
                        false,
                        "actions/flow.yaml"));
        listen(ENDED);

        Execution flow = Await.done(engine.entryPoints()
                .executions()
                .request(
                        new ExecutionRequest(
                                "plant.flow", Map.of("what", "plant.nothing"), Map.of(), null, Duration.ZERO),
                        Parts.ADMIN));

        Await.until("its end is told", () -> !ends(flow).isEmpty());
        assertThat(events(ENDED))
                .filteredOn(event -> "plant.nothing".equals(event.payload().get("action_name")))
                .extracting(event -> event.payload().get("status"))
                .containsExactly("failed");
    }

    private void start(Map<String, @Nullable Object> notices, Action... more) {
        Action act = Plant.action(Plant.ACT, "effects", false);
        Action told = new Action(
                act.ref(),
                null,
                true,
                act.runnerType(),
                "",
                null,
                act.parameters(),
                null,
                null,
                List.of(),
                notices,
                false,
                act.metadataFile());
        List<Action> actions = new ArrayList<>(List.of(
                told,
                Plant.action(Plant.CALC, "pure", false),
                Plant.action(Ref.of("plant", "ask"), "inquirer", false)));
        actions.addAll(List.of(more));
        reader.lay(Plant.withActions(Plant.content(), actions));
        reader.lay(Plant.core(NOTIFY, ENDED, ASKED, SPAWN, EXIT));
        engine.start();
    }

    /** Runs the action that has a section, to its end. */
    private Execution run(Map<String, @Nullable Object> parameters, @Nullable Map<String, @Nullable Object> notices) {
        Execution requested = Await.done(engine.entryPoints()
                .executions()
                .request(
                        new ExecutionRequest("plant.act", parameters, Map.of(), null, Duration.ZERO, notices),
                        Parts.ADMIN));
        Await.until(
                "the action has run",
                () -> engine.entryPoints()
                        .executions()
                        .find(requested.id())
                        .orElseThrow()
                        .status()
                        .isCompleted());
        return requested;
    }

    private void listen(Ref type) {
        Rules rules = engine.entryPoints().rules();
        rules.create(
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

    private List<TriggerInstance> told(Ref type, int count) {
        Await.until(count + " events of " + type, () -> events(type).size() == count);
        return events(type);
    }

    /** Oldest first. */
    private List<TriggerInstance> events(Ref type) {
        List<TriggerInstance> found = new ArrayList<>(store.<List<TriggerInstance>>read(
                transaction -> transaction.triggerInstances().list(Query.all()).items()));
        Collections.reverse(found);
        found.removeIf(event -> !event.triggerType().equals(type));
        return found;
    }
}

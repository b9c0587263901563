package io.drover.engine.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.access.RuleRights;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.ids.Ids;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Everybody;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.Keys;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Plant;
import io.drover.engine.secret.SecretBox;
import io.drover.engine.secret.Veil;
import io.drover.engine.silence.InForce;
import io.drover.engine.trace.Tracing;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.action.RunnerType;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleEnforcement.Status;
import io.drover.model.store.Query;
import io.drover.model.trigger.TriggerInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleEnforcerTest {
    private static final RunnerType RUNNER = new RunnerType("effects", "", Map.of(), null, true);

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private final MemoryStore store = new MemoryStore();
    private final Registry registry = new Registry(List.of(RUNNER));
    private final TriggerInstance event = Rules.event(Map.of("host", "a", "token", "s3cret", "size", "large"));
    private final Overruns overruns = new Overruns(2, clock);
    private final InForce inForce = new InForce();
    private Requests requests = requests(Path.of("unused"));

    @BeforeEach
    void register() {
        requests = requests(folder);
        register(Plant.action(Plant.ACT, "effects", false));
    }

    @Test
    void aMatchRequestsAnExecutionForEachActionOfTheRule() {
        Rule rule = withCalls(
                new ActionCall(Plant.ACT, Map.of("host", "{{ trigger.host }}"), null),
                new ActionCall(Plant.ACT, Map.of("host", "b"), null));

        Enforced rows = enforce(rule);

        assertThat(executions(rows))
                .extracting(execution -> execution.parameters().get("host"))
                .containsExactly("b", "a");
        assertThat(rows.enforcements())
                .extracting(RuleEnforcement::key)
                .containsExactly("plant.r/0/" + event.id(), "plant.r/1/" + event.id());
        assertThat(rows.startable()).hasSize(2).allSatisfy(execution -> {
            assertThat(execution.status()).isEqualTo(ExecutionStatus.REQUESTED);
            assertThat(execution.claim().owner()).isEqualTo("n1");
            assertThat(execution.claim().attempt()).isEqualTo(1);
        });
    }

    @Test
    void anExecutionKnowsWhereItComesFrom() {
        Enforced rows = enforce(withCalls(new ActionCall(
                Plant.ACT,
                Map.of("host", "{{ action_context.rule.name }} {{ config_context.site }} {{ action_context.user }}"),
                null)));

        Execution execution = executions(rows).get(0);
        assertThat(execution.parameters()).containsEntry("host", "r north stanley");
        assertThat(execution.cause().rule()).isEqualTo(Ref.of("plant", "r"));
        assertThat(execution.cause().ruleRevision()).isEqualTo(3);
        assertThat(execution.cause().triggerInstance()).isEqualTo(event.id());
        assertThat(execution.trace()).isEqualTo(event.trace());
        assertThat(execution.context())
                .containsEntry("user", "stanley")
                .containsEntry("pack", "plant")
                .containsEntry("trigger_instance", Map.of("id", event.id()))
                .containsEntry("rule", Map.of("id", Kind.RULE.id(Ref.of("plant", "r")), "name", "r"));
    }

    @Test
    void aMissingActionIsAFailedEnforcementWithoutExecution() {
        Enforced rows = enforce(withCalls(new ActionCall(Ref.of("plant", "nothing"), Map.of(), null)));

        assertThat(rows.enforcements()).singleElement().satisfies(enforcement -> {
            assertThat(enforcement.status()).isEqualTo(Status.FAILED);
            assertThat(enforcement.failureReason()).contains("'plant.nothing' is not registered");
            assertThat(enforcement.executionId()).isNull();
        });
        assertThat(executions(rows)).isEmpty();
    }

    @Test
    void anActionOfADisabledRunnerIsAFailedEnforcementWithoutExecution() {
        register(Plant.action(Plant.ACT, RUNNER.name(), true));
        registry.switchRunner(RUNNER.name(), false);

        Enforced rows = enforce(withCalls(new ActionCall(Plant.ACT, Map.of(), null)));

        assertThat(rows.enforcements())
                .singleElement()
                .satisfies(enforcement -> assertThat(enforcement.failureReason())
                        .contains("The runner '" + RUNNER.name() + "'", "is disabled"));
        assertThat(executions(rows)).isEmpty();
    }

    @Test
    void aDisabledActionIsAFailedEnforcementWithoutExecution() {
        register(Plant.action(Plant.ACT, "effects", false).enabled(false));

        Enforced rows = enforce(withCalls(new ActionCall(Plant.ACT, Map.of(), null)));

        assertThat(rows.enforcements())
                .singleElement()
                .satisfies(
                        enforcement -> assertThat(enforcement.failureReason()).contains("is disabled"));
        assertThat(executions(rows)).isEmpty();
    }

    @Test
    void parametersThatDoNotFitAreAFailedExecution() {
        Enforced rows =
                enforce(withCalls(new ActionCall(Plant.ACT, Map.of("size", "{{ trigger.size }}", "token", "x"), null)));

        Execution failed = executions(rows).get(0);
        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(failed.result())).contains("'size'", "integer");
        assertThat(failed.parameters()).containsEntry("token", Veil.MASK);
        assertThat(failed.claim().owner()).isNull();
        assertThat(rows.startable()).isEmpty();
        assertThat(rows.enforcements()).singleElement().satisfies(enforcement -> {
            assertThat(enforcement.status()).isEqualTo(Status.FAILED);
            assertThat(enforcement.executionId()).isEqualTo(failed.id());
            assertThat(enforcement.failureReason()).contains("'size'");
        });
    }

    @Test
    void aShadowRuleOnlyTellsWhatItWouldHaveDone() {
        Rule rule = withCalls(new ActionCall(
                        Plant.ACT, Map.of("host", "{{ trigger.host }}", "token", "{{ trigger.token }}"), null))
                .with(true, true);

        Enforced rows = enforce(rule);

        assertThat(executions(rows)).isEmpty();
        assertThat(rows.enforcements()).singleElement().satisfies(enforcement -> {
            assertThat(enforcement.status()).isEqualTo(Status.SHADOW);
            assertThat(enforcement.executionId()).isNull();
            assertThat(enforcement.parameters()).isEqualTo(Map.of("host", "a", "token", Veil.MASK));
        });
    }

    @Test
    void aShadowRuleWhoseParametersDoNotFitLeavesNoExecutionEither() {
        Rule rule =
                withCalls(new ActionCall(Plant.ACT, Map.of("size", "x"), null)).with(true, true);

        Enforced rows = enforce(rule);

        assertThat(executions(rows)).isEmpty();
        assertThat(rows.enforcements()).extracting(RuleEnforcement::status).containsExactly(Status.FAILED);
    }

    @Test
    void secretsAreMaskedAndSealed() {
        Enforced rows = enforce(
                withCalls(new ActionCall(Plant.ACT, Map.of("host", "a", "token", "{{ trigger.token }}"), null)));

        Execution execution = executions(rows).get(0);
        assertThat(execution.parameters()).isEqualTo(Map.of("host", "a", "token", Veil.MASK));
        assertThat(execution.sealed()).isNotNull();
        assertThat(requests.inClear(execution).parameters()).isEqualTo(Map.of("host", "a", "token", "s3cret"));
        assertThat(store.<List<AuditRecord>>read(transaction ->
                                transaction.audit().list(Query.all()).items())
                        .toString())
                .doesNotContain("s3cret");
    }

    @Test
    void whatHasNoSecretsIsNotSealed() {
        Enforced rows = enforce(withCalls(new ActionCall(Plant.ACT, Map.of("host", "a"), null)));

        assertThat(executions(rows).get(0).sealed()).isNull();
        assertThat(folder.resolve("keys.json")).doesNotExist();
    }

    @Test
    void whatCouldNotBeDecidedStandsBesideAMatch() {
        RuleEnforcer enforcer = enforcer();
        Rule rule = withCalls(new ActionCall(Plant.ACT, Map.of(), null));
        Enforced rows = new Enforced();

        enforcer.enforce(rule, 3, event, clock.instant(), rows);
        enforcer.fail(rule, 3, event, clock.instant(), "Clause 'x' could not be decided.", rows);
        commit(rows);

        assertThat(rows.enforcements())
                .extracting(RuleEnforcement::status)
                .containsExactly(Status.SUCCEEDED, Status.FAILED);
        assertThat(rows.enforcements()).extracting(RuleEnforcement::actionIndex).containsOnly(0);
        assertThat(rows.enforcements()).extracting(RuleEnforcement::key).doesNotHaveDuplicates();
    }

    @Test
    void whatBreaksOffIsAFailedEnforcementOfItsActionAlone() {
        requests = requests(folder.resolve("not-there"));

        Enforced rows = enforce(withCalls(
                new ActionCall(Plant.ACT, Map.of("token", "{{ trigger.token }}"), null),
                new ActionCall(Plant.ACT, Map.of("host", "a"), null)));

        assertThat(rows.enforcements())
                .extracting(RuleEnforcement::status)
                .containsExactly(Status.FAILED, Status.SUCCEEDED);
        assertThat(rows.enforcements().get(0).failureReason()).contains("broke off", "keys.json");
    }

    private Enforced enforce(Rule rule) {
        Enforced rows = new Enforced();
        enforcer().enforce(rule, 3, event, clock.instant(), rows);
        commit(rows);
        return rows;
    }

    private RuleEnforcer enforcer() {
        return new RuleEnforcer(
                registry,
                new Parameters(new PackConfigs(registry, Keys.none()), Keys.none()),
                requests,
                overruns,
                new RuleRights(new Everybody()),
                new Ids(clock),
                "stanley",
                Tracing.OFF,
                inForce);
    }

    private void commit(Enforced rows) {
        try (Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {})) {
            committer.commit(Change.of(rows::into));
        }
    }

    private List<Execution> executions(Enforced rows) {
        List<Execution> stored = store.read(
                transaction -> transaction.executions().list(Query.all()).items());
        List<String> asked = new ArrayList<>();
        rows.enforcements().forEach(enforcement -> asked.add(String.valueOf(enforcement.executionId())));
        assertThat(stored).allMatch(execution -> asked.contains(execution.id()));
        return stored;
    }

    private Requests requests(Path place) {
        return new Requests(new Ids(clock), new SecretBox(place.resolve("keys.json")), "n1");
    }

    private void register(Action action) {
        Map<String, @Nullable Object> config = Map.of("site", "north");
        registry.putPack(
                new RegisteredPack(Plant.pack("plant", Plant.FOLDER), List.of(), List.of(), List.of(), Map.of()),
                List.of(CallableAction.of(action, RUNNER, "r1")),
                List.of(),
                List.of(),
                config);
    }

    private static Rule withCalls(ActionCall... calls) {
        Rule rule = Rules.rule("r");
        return new Rule(
                rule.ref(),
                null,
                true,
                false,
                rule.type(),
                rule.trigger(),
                List.of(),
                null,
                List.of(calls),
                0,
                List.of(),
                Map.of(),
                null);
    }
}

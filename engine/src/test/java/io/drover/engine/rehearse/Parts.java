package io.drover.engine.rehearse;

import io.drover.engine.access.ActionTokens;
import io.drover.engine.access.Roster;
import io.drover.engine.access.RuleRights;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.Roles;
import io.drover.engine.catalog.Registry;
import io.drover.engine.cluster.SensorTurns;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.HeldTogether;
import io.drover.engine.correlate.plane.CorrelationPlane;
import io.drover.engine.datastore.BatchKeys;
import io.drover.engine.datastore.SecretValues;
import io.drover.engine.datastore.StackStormFormat;
import io.drover.engine.datastore.StoredPairs;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.drl.ProgramPlane;
import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.enforce.PackConfigs;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Requests;
import io.drover.engine.enforce.RuleEnforcer;
import io.drover.engine.execute.ExecutionRequests;
import io.drover.engine.execute.Results;
import io.drover.engine.execute.Runs;
import io.drover.engine.ids.Ids;
import io.drover.engine.match.Floods;
import io.drover.engine.match.FreshlyRead;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.RuleBounds;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.match.Rules;
import io.drover.engine.policy.Admission;
import io.drover.engine.policy.PoliciesInForce;
import io.drover.engine.policy.Repetitions;
import io.drover.engine.register.Registration;
import io.drover.engine.secret.SecretBox;
import io.drover.engine.silence.InForce;
import io.drover.engine.silence.SilenceBook;
import io.drover.engine.trace.Tracing;
import io.drover.engine.workflow.InspectedWorkflows;
import io.drover.engine.workflow.WorkflowPlane;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Role;
import io.drover.model.action.ActionRunner;
import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of an engine, put together as the engine does it, over a store in memory. */
public record Parts(
        UnreliableStore store,
        HandClock clock,
        PlainReader reader,
        HandSensors sensors,
        RuleMatcher matcher,
        Registry registry,
        Ids ids,
        Requests requests,
        Parameters parameters,
        Committer committer,
        ActionTokens tokens,
        Runs runs,
        WorkflowPlane workflows,
        Dispatcher dispatcher,
        SecretValues secrets,
        StoredPairs datastore,
        ProgramPlane programs,
        CorrelationPlane correlations,
        Admission admission,
        Registration registration,
        InForce inForce,
        SilenceBook silences)
        implements AutoCloseable {
    /** This node's name. */
    public static final String NODE = "n1";

    /** Who asks. */
    public static final Principal ADMIN = new Principal("anna", Set.of(Principal.ADMIN), "none");

    /** Who may do everything with actions, but deploys nothing. */
    public static final Principal EDITOR = new Principal("edith", Set.of("editor"), "none");

    /**
     * What an engine is made of.
     *
     * @param folder where the keys of secrets lie
     */
    public record Setup(
            Path folder,
            MemoryStore memory,
            PlainReader reader,
            Supplier<RuleMatcher> matchers,
            List<ActionRunner> runners,
            int mostOpen,
            long outputLimit,
            long mostReplayed,
            RuleBounds bounds,
            String node,
            Tracing tracing,
            Consumer<String> failPoint) {

        /** An engine with two runners that always succeed, {@code effects} and {@code pure}. */
        public static Setup in(Path folder) {
            return new Setup(
                    folder,
                    new MemoryStore(),
                    new PlainReader(),
                    () -> new DroolsRuleMatcher(failure -> {
                        throw new AssertionError(failure);
                    }),
                    List.of(new HandRunner("effects", true), new HandRunner("pure", false)),
                    10_000,
                    10_000,
                    10_000,
                    new RuleBounds(5, 60_000, 2_000_000, 2_000_000),
                    NODE,
                    Tracing.OFF,
                    point -> {});
        }

        public Setup stored(MemoryStore other) {
            return new Setup(
                    folder,
                    other,
                    reader,
                    matchers,
                    runners,
                    mostOpen,
                    outputLimit,
                    mostReplayed,
                    bounds,
                    node,
                    tracing,
                    failPoint);
        }

        public Setup packs(PlainReader other) {
            return new Setup(
                    folder,
                    memory,
                    other,
                    matchers,
                    runners,
                    mostOpen,
                    outputLimit,
                    mostReplayed,
                    bounds,
                    node,
                    tracing,
                    failPoint);
        }

        public Setup matched(Supplier<RuleMatcher> other) {
            return new Setup(
                    folder,
                    memory,
                    reader,
                    other,
                    runners,
                    mostOpen,
                    outputLimit,
                    mostReplayed,
                    bounds,
                    node,
                    tracing,
                    failPoint);
        }

        public Setup run(ActionRunner... others) {
            return new Setup(
                    folder,
                    memory,
                    reader,
                    matchers,
                    List.of(others),
                    mostOpen,
                    outputLimit,
                    mostReplayed,
                    bounds,
                    node,
                    tracing,
                    failPoint);
        }

        public Setup atMost(int open) {
            return new Setup(
                    folder,
                    memory,
                    reader,
                    matchers,
                    runners,
                    open,
                    outputLimit,
                    mostReplayed,
                    bounds,
                    node,
                    tracing,
                    failPoint);
        }

        public Setup replaying(long most) {
            return new Setup(
                    folder,
                    memory,
                    reader,
                    matchers,
                    runners,
                    mostOpen,
                    outputLimit,
                    most,
                    bounds,
                    node,
                    tracing,
                    failPoint);
        }

        /** Lets rules ask for so much. */
        public Setup bounded(RuleBounds other) {
            return new Setup(
                    folder,
                    memory,
                    reader,
                    matchers,
                    runners,
                    mostOpen,
                    outputLimit,
                    mostReplayed,
                    other,
                    node,
                    tracing,
                    failPoint);
        }

        public Setup traced(Tracing other) {
            return new Setup(
                    folder,
                    memory,
                    reader,
                    matchers,
                    runners,
                    mostOpen,
                    outputLimit,
                    mostReplayed,
                    bounds,
                    node,
                    other,
                    failPoint);
        }

        public Setup named(String name) {
            return new Setup(
                    folder,
                    memory,
                    reader,
                    matchers,
                    runners,
                    mostOpen,
                    outputLimit,
                    mostReplayed,
                    bounds,
                    name,
                    tracing,
                    failPoint);
        }

        /** Tells where the rules over several events stand. */
        public Setup failing(Consumer<String> other) {
            return new Setup(
                    folder,
                    memory,
                    reader,
                    matchers,
                    runners,
                    mostOpen,
                    outputLimit,
                    mostReplayed,
                    bounds,
                    node,
                    tracing,
                    other);
        }

        /** {@return the parts, with nothing registered and nothing taken in yet} */
        public Parts make() {
            HandClock clock = new HandClock();
            UnreliableStore store = new UnreliableStore(memory);
            HandSensors sensors = new HandSensors();
            int number =
                    store.inTransaction(transaction -> transaction.batches().nodeNumber(node, clock.instant()));
            Registry registry = new Registry(Stream.concat(
                            runners.stream().map(ActionRunner::type),
                            Stream.of(WorkflowPlane.ORQUESTA, WorkflowPlane.CHAIN))
                    .toList());
            Ids ids = new Ids(clock);
            SecretBox secrets = new SecretBox(folder.resolve("keys.json"));
            SecretValues secretValues = new SecretValues(secrets, StackStormFormat.NONE);
            BatchKeys batchKeys = new BatchKeys(
                    key -> store.read(transaction -> transaction.keyValuePairs().find(key)),
                    secretValues,
                    "stanley",
                    clock);
            RuleMatcher matcher = new FreshlyRead(matchers.get(), batchKeys);
            TemplateKeys templateKeys = TemplateKeys.of(store, secretValues, clock);
            Parameters parameters = new Parameters(new PackConfigs(registry, templateKeys), templateKeys);
            Requests requests = new Requests(ids, secrets, node);
            Committer committer = new Committer(store, number, clock, Duration.ofSeconds(30), records -> {});
            ActionTokens tokens = new ActionTokens(new Everybody());
            Runs runs = new Runs(
                    new Runs.Settings(
                            node,
                            4,
                            outputLimit,
                            true,
                            Duration.ofSeconds(1),
                            () -> URI.create("http://127.0.0.1:9101/v1"),
                            tracing),
                    store,
                    registry,
                    committer,
                    parameters,
                    requests,
                    tokens,
                    runners,
                    clock,
                    point -> {});
            PoliciesInForce policies = new PoliciesInForce();
            Admission admission = new Admission(policies, registry, requests, store, committer, runs, clock, node);
            runs.gate(admission);
            RuleRights rights = new RuleRights(new Everybody());
            Overruns overruns = new Overruns(bounds.mostOverruns(), clock);
            InForce inForce = new InForce();
            SilenceBook silences = new SilenceBook(store, committer, inForce);
            Dispatcher dispatcher = new Dispatcher(
                    registry,
                    matcher,
                    overruns,
                    new Floods(bounds.mostMatches()),
                    new RuleEnforcer(
                            registry, parameters, requests, overruns, rights, ids, "stanley", tracing, inForce),
                    committer,
                    runs,
                    ids,
                    clock,
                    mostOpen,
                    point -> {},
                    tracing);
            WorkflowPlane workflows = new WorkflowPlane(new WorkflowPlane.Parts(
                    store,
                    registry,
                    committer,
                    parameters,
                    requests,
                    new Results(registry, requests, true),
                    templateKeys,
                    secrets,
                    runs,
                    new Repetitions(
                            policies,
                            registry,
                            requests,
                            clock,
                            runs::start,
                            (ended, completion) -> committer.submit(completion)),
                    ids,
                    tracing,
                    new InspectedWorkflows(registry),
                    node,
                    () -> URI.create("http://127.0.0.1:9101/v1"),
                    clock));
            runs.conductors(workflows);
            runs.followUp(workflows);
            AtomicReference<@Nullable Registration> made = new AtomicReference<>();
            ProgramPlane programs = new ProgramPlane(new ProgramPlane.Parts(
                    store,
                    registry,
                    committer,
                    dispatcher,
                    new RuleEnforcer(
                            registry,
                            parameters,
                            requests,
                            new Overruns(bounds.mostOverruns(), clock),
                            rights,
                            ids,
                            "stanley",
                            tracing,
                            inForce),
                    runs,
                    clock,
                    number,
                    bounds.mostOverruns(),
                    bounds.mostMatches(),
                    mostReplayed,
                    (rule, reason) -> Objects.requireNonNull(made.get()).quarantine(rule, reason),
                    point -> {}));
            HeldTogether held = new HeldTogether(bounds.mostHeldByAll());
            CorrelationPlane correlations = new CorrelationPlane(new CorrelationPlane.Parts(
                    store,
                    reader,
                    registry,
                    committer,
                    dispatcher,
                    overBudget -> new RuleEnforcer(
                            registry, parameters, requests, overBudget, rights, ids, "stanley", tracing, inForce),
                    runs,
                    begin -> {
                        BatchKeys keys = new BatchKeys(
                                key -> store.read(transaction ->
                                        transaction.keyValuePairs().find(key)),
                                secretValues,
                                "stanley",
                                clock);
                        return new Correlation(
                                new FreshlyRead(matchers.get(), keys),
                                new JinjaLanguage(keys),
                                inForce.silencing(ref -> {
                                    RegisteredRule registered = registry.rule(ref);
                                    return registered == null ? null : registered.rule();
                                }),
                                Duration.ofSeconds(10),
                                held.part(bounds.mostHeld()),
                                begin);
                    },
                    inForce,
                    clock,
                    number,
                    bounds,
                    (rule, reason) -> Objects.requireNonNull(made.get()).quarantine(rule, reason),
                    () -> Objects.requireNonNull(made.get()).followRules(),
                    failPoint));
            committer.follower((batch, fenced) -> {
                programs.committed(batch);
                correlations.committed(batch);
                tracing.committed(batch, fenced);
                batch.changed().forEach(admission::changed);
            });
            SensorTurns turns = new SensorTurns(store, sensors, number, () -> Duration.ZERO, taken -> {});
            Registration registration = new Registration(
                    registry,
                    matcher,
                    new JinjaLanguage(batchKeys),
                    dispatcher,
                    committer,
                    store,
                    reader,
                    secrets,
                    rights,
                    roster(),
                    node,
                    sensors,
                    turns,
                    programs,
                    correlations,
                    policies,
                    reader::folders,
                    clock);
            made.set(registration);
            StoredPairs datastore = new StoredPairs(
                    store, secretValues, (change, events) -> committer.commit(Change.of(change)), ids, clock);
            return new Parts(
                    store,
                    clock,
                    reader,
                    sensors,
                    matcher,
                    registry,
                    ids,
                    requests,
                    parameters,
                    committer,
                    tokens,
                    runs,
                    workflows,
                    dispatcher,
                    secretValues,
                    datastore,
                    programs,
                    correlations,
                    admission,
                    registration,
                    inForce,
                    silences);
        }
    }

    private static Roster roster() {
        Role editor = new Role("editor", null, List.of(new Grant(null, Set.of(Permission.ACTION_ALL))));
        Roster roster = new Roster(Set.of());
        roster.files(new Roles.Files(List.of(editor), List.of(), Map.of()));
        return roster;
    }

    /** Registers what the reader finds and takes events from now on. */
    public Parts started() {
        registration.start();
        dispatcher.open();
        admission.start();
        programs.start();
        correlations.start();
        return this;
    }

    /** Hands over an event of {@link Rules#STATE}. */
    public CompletionStage<Acceptance> emit(Map<String, @Nullable Object> payload) {
        return dispatcher.accept(Emission.of(Rules.STATE, payload, "test"));
    }

    /** Waits until no execution is open. */
    public void settle() {
        Await.until("all executions are completed", () -> dispatcher.inFlight() == 0 && runs.open() == 0);
    }

    /** {@return what takes requests of executions by hand, of which there are never too many} */
    public ExecutionRequests executionRequests() {
        return executionRequests(() -> false);
    }

    /** {@return the same, which takes none while there are too many} */
    public ExecutionRequests executionRequests(BooleanSupplier full) {
        return new ExecutionRequests(
                store, registry, parameters, requests, committer, runs, reader, ids, clock, full, inForce);
    }

    /** {@return the stored execution} */
    public Execution execution(String id) {
        return store.read(transaction -> transaction.executions().find(id)).orElseThrow();
    }

    /** {@return all stored executions, newest first} */
    public List<Execution> executions() {
        return store.read(
                transaction -> transaction.executions().list(Query.all()).items());
    }

    /** {@return all stored events, newest first} */
    public List<TriggerInstance> events() {
        return store.read(
                transaction -> transaction.triggerInstances().list(Query.all()).items());
    }

    /** {@return all stored enforcements, newest first} */
    public List<RuleEnforcement> enforcements() {
        return store.read(
                transaction -> transaction.enforcements().list(Query.all()).items());
    }

    /** {@return the audit trail} */
    public List<AuditRecord> trail() {
        return store.read(transaction -> transaction.audit().list(Query.all()).items());
    }

    /** {@return every status that an execution had, as stored} */
    public List<ExecutionStatus> statuses(String execution) {
        return execution(execution).log().stream()
                .map(change -> change.status())
                .toList();
    }

    @Override
    public void close() {
        dispatcher.stopTaking();
        programs.close();
        correlations.close();
        admission.close();
        boolean unused = runs.drain(Duration.ofMillis(1));
        workflows.close();
        runs.close();
        dispatcher.close();
        committer.close();
        matcher.close();
    }
}

package io.drover.engine;

import io.drover.engine.access.AccessControl;
import io.drover.engine.access.ActionTokens;
import io.drover.engine.access.Roster;
import io.drover.engine.access.RuleRights;
import io.drover.engine.api.Enforcements;
import io.drover.engine.api.EntryPoints;
import io.drover.engine.api.Packs;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.Reports;
import io.drover.engine.audit.Sealer;
import io.drover.engine.audit.StoredTrail;
import io.drover.engine.backtest.StoredBacktests;
import io.drover.engine.catalog.Registry;
import io.drover.engine.cluster.Lease;
import io.drover.engine.cluster.LeaseThread;
import io.drover.engine.cluster.SensorDoor;
import io.drover.engine.cluster.SensorTurns;
import io.drover.engine.cluster.SensorTurnsThread;
import io.drover.engine.commit.Committer;
import io.drover.engine.correlate.Correlation;
import io.drover.engine.correlate.HeldTogether;
import io.drover.engine.correlate.plane.CorrelationPlane;
import io.drover.engine.datastore.BatchKeys;
import io.drover.engine.datastore.SecretValues;
import io.drover.engine.datastore.StoredPairs;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.drl.ProgramPlane;
import io.drover.engine.enforce.ConfiguredSensors;
import io.drover.engine.enforce.PackConfigs;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.enforce.Requests;
import io.drover.engine.execute.ExecutionRequests;
import io.drover.engine.execute.Results;
import io.drover.engine.execute.Runs;
import io.drover.engine.explain.StoredEvents;
import io.drover.engine.explain.StoredHistory;
import io.drover.engine.explain.StoredTraces;
import io.drover.engine.explain.Why;
import io.drover.engine.feed.AnnouncementRunner;
import io.drover.engine.feed.CommittedFeed;
import io.drover.engine.ids.Ids;
import io.drover.engine.inquiry.InquirerRunner;
import io.drover.engine.inquiry.StoredInquiries;
import io.drover.engine.match.Floods;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.Overruns;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.match.RuleBounds;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.measure.Counts;
import io.drover.engine.policy.Admission;
import io.drover.engine.policy.PoliciesInForce;
import io.drover.engine.policy.Repetitions;
import io.drover.engine.register.FollowThread;
import io.drover.engine.register.PackConfiguration;
import io.drover.engine.register.PackDifferences;
import io.drover.engine.register.PackRegistration;
import io.drover.engine.register.Registration;
import io.drover.engine.register.SharedConfigs;
import io.drover.engine.retain.Retention;
import io.drover.engine.ruletest.RegisteredTests;
import io.drover.engine.secret.SecretBox;
import io.drover.engine.silence.InForce;
import io.drover.engine.silence.SilenceBook;
import io.drover.engine.silence.StoredFreezes;
import io.drover.engine.silence.StoredSilences;
import io.drover.engine.source.HeardSensors;
import io.drover.engine.source.HeardSources;
import io.drover.engine.source.SourceSilence;
import io.drover.engine.source.SourceThread;
import io.drover.engine.timer.DueTimers;
import io.drover.engine.timer.StoredTimers;
import io.drover.engine.timer.TimerThread;
import io.drover.engine.webhook.RefusedDeliveries;
import io.drover.engine.webhook.Signatures;
import io.drover.engine.webhook.UnsignedDoor;
import io.drover.engine.webhook.WebhookDoor;
import io.drover.engine.workflow.InspectedWorkflows;
import io.drover.engine.workflow.WorkflowPlane;
import io.drover.model.action.ActionRunner;
import io.drover.model.datastore.Key;
import io.drover.model.pack.ConfigFiles;
import io.drover.model.pack.PackReader;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.ReportRows;
import io.drover.model.store.ReportTable;
import io.drover.model.store.Store;
import io.drover.model.trigger.Sensors;
import io.drover.model.trigger.TriggerInbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine of one node, put together from its parts. Its life: made, {@link #start}ed, {@link #stop}ped. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final ActionTokens actionTokens;
    private final AccessControl accessControl;
    private final Committer committer;
    private final Runs runs;
    private final WorkflowPlane workflows;
    private final Admission admission;
    private final Sealer sealer;
    private final Dispatcher dispatcher;
    private final TriggerInbox inbox;
    private final Registration registration;
    private final SharedConfigs sharedConfigs;
    private final RegisteredTests ruleTests;
    private final ProgramPlane programs;
    private final CorrelationPlane correlations;
    private final Sensors sensors;
    private final SensorTurnsThread sensorTurns;
    private final FollowThread packComparison;
    private final TimerThread timers;
    private final LeaseThread lease;
    private final Signatures signatures;
    private final Retention retention;
    private final StoredBacktests backtests;
    private final SilenceBook silences;
    private final SourceThread sources;
    private final EntryPoints entryPoints;

    /**
     * Puts an engine together; it takes nothing in yet.
     *
     * @param sensors emit into {@link #inbox}
     */
    public Engine(
            EngineSettings settings,
            Store store,
            PackReader reader,
            ConfigFiles configFiles,
            List<ActionRunner> givenRunners,
            Sensors sensors,
            InstantSource clock) {
        int node =
                store.inTransaction(transaction -> transaction.batches().nodeNumber(settings.node(), clock.instant()));
        CommittedFeed feed = new CommittedFeed();
        List<ActionRunner> runners = new ArrayList<>(givenRunners);
        runners.add(new AnnouncementRunner(feed));
        runners.add(new InquirerRunner());
        Registry registry = new Registry(Stream.concat(
                        runners.stream().map(ActionRunner::type),
                        Stream.of(WorkflowPlane.ORQUESTA, WorkflowPlane.CHAIN))
                .toList());
        InspectedWorkflows inspection = new InspectedWorkflows(registry);
        Ids ids = new Ids(clock);
        SecretBox secrets = new SecretBox(settings.keyFile());
        SecretValues secretValues = new SecretValues(secrets, settings.stackStormFormat());
        TemplateKeys templateKeys = TemplateKeys.of(store, secretValues, clock);
        PackConfigs configs = new PackConfigs(registry, templateKeys);
        Parameters parameters = new Parameters(configs, templateKeys);
        Requests requests = new Requests(ids, secrets, settings.node());
        Counts counts = new Counts();
        this.committer = new Committer(store, node, clock, settings.patience(), records -> {
            counts.count(records);
            settings.audited().accept(records);
        });
        this.sealer = new Sealer(store, committer, node, settings.auditKeepDays(), clock);
        Roster roster = new Roster(settings.access().administrators());
        this.actionTokens = new ActionTokens(roster);
        this.accessControl = new AccessControl(settings.access(), store, committer, roster, ids, clock);
        this.runs = new Runs(
                new Runs.Settings(
                        settings.node(),
                        settings.workers(),
                        settings.outputLimit(),
                        settings.validateOutput(),
                        settings.grace(),
                        settings.api(),
                        settings.tracing()),
                store,
                registry,
                committer,
                parameters,
                requests,
                actionTokens,
                runners,
                clock,
                settings.failPoint());
        PoliciesInForce policies = new PoliciesInForce();
        this.admission = new Admission(policies, registry, requests, store, committer, runs, clock, settings.node());
        runs.gate(admission);
        RuleRights rights = new RuleRights(accessControl.access());
        InForce silencing = new InForce();
        this.silences = new SilenceBook(store, committer, silencing);
        Evaluation evaluation = new Evaluation(
                store, registry, secretValues, parameters, requests, rights, ids, silencing, settings, clock);
        BatchKeys batchKeys = evaluation.keys();
        RuleMatcher matcher = evaluation.matcher(batchKeys, "The rules of single events");
        Overruns overruns = new Overruns(settings.mostOverruns(), clock);
        this.dispatcher = new Dispatcher(
                registry,
                matcher,
                overruns,
                new Floods(settings.mostMatches()),
                evaluation.enforcer(overruns),
                committer,
                runs,
                ids,
                clock,
                settings.mostOpen(),
                settings.failPoint(),
                settings.tracing());
        this.lease = new LeaseThread(new Lease(
                store, settings.node(), settings.home(), settings.life(), runs, settings.replaced(), System::nanoTime));
        runs.lease(lease::isOver);
        this.sensors = sensors;
        HeardSources heard = new HeardSources(store, node);
        SensorTurns turns = new SensorTurns(store, sensors, node, lease::age, heard::taken);
        this.sensorTurns = new SensorTurnsThread(store, turns);
        SensorDoor sensorDoor = new SensorDoor(turns, dispatcher);
        this.inbox = new UnsignedDoor(registry, sensorDoor);
        Overruns failures = new Overruns(settings.mostOverruns(), clock);
        this.programs = new ProgramPlane(new ProgramPlane.Parts(
                store,
                registry,
                committer,
                dispatcher,
                evaluation.enforcer(failures),
                runs,
                clock,
                node,
                settings.mostOverruns(),
                settings.mostMatches(),
                settings.mostReplayed(),
                this::quarantine,
                settings.failPoint()));
        RuleBounds bounds = new RuleBounds(
                settings.mostOverruns(),
                settings.mostMatches(),
                settings.mostHeld(),
                RuleBounds.fitting(Runtime.getRuntime().maxMemory()));
        HeldTogether held = new HeldTogether(bounds.mostHeldByAll());
        this.correlations = new CorrelationPlane(new CorrelationPlane.Parts(
                store,
                reader,
                registry,
                committer,
                dispatcher,
                evaluation::enforcer,
                runs,
                begin -> {
                    BatchKeys keys = evaluation.keys();
                    return new Correlation(
                            evaluation.matcher(keys, "The rules over several events of a pack"),
                            new JinjaLanguage(keys),
                            silencing.silencing(ref -> {
                                RegisteredRule registered = registry.rule(ref);
                                return registered == null ? null : registered.rule();
                            }),
                            settings.lateness(),
                            held.part(bounds.mostHeld()),
                            begin);
                },
                silencing,
                clock,
                node,
                bounds,
                this::quarantine,
                this::followRules,
                settings.failPoint()));
        correlations.restAtStart(settings.lateness());
        this.registration = new Registration(
                registry,
                matcher,
                new JinjaLanguage(batchKeys),
                dispatcher,
                committer,
                store,
                reader,
                secrets,
                rights,
                accessControl.access(),
                settings.node(),
                new ConfiguredSensors(sensors, configs, settings.user()),
                turns,
                programs,
                correlations,
                policies,
                settings.packFolders(),
                clock);
        this.ruleTests = RegisteredTests.inBackground(
                registry,
                parameters,
                reader::ruleTests,
                rule -> registration.quarantined().contains(rule),
                bounds.mostTried());
        registration.packs().whenRegistered(ruleTests::take);
        HeardSensors heardSensors = new HeardSensors(registration.sensors(), heard);
        StoredPairs pairs =
                new StoredPairs(store, secretValues, new PairTrigger(registry, dispatcher, committer, ids), ids, clock);
        this.signatures = new Signatures(name -> pairs.find(Key.system(name)).map(pairs::reveal), clock);
        BatchKeys keysOfBacktests = evaluation.keys();
        this.backtests = new StoredBacktests(
                new StoredBacktests.Parts(store, committer, registry, reader, rights, ids, clock),
                () -> evaluation.matcher(keysOfBacktests, "The rules of back-tests"),
                () -> new JinjaLanguage(keysOfBacktests),
                settings.lateness(),
                bounds.mostTried(),
                settings.node());
        this.sharedConfigs = new SharedConfigs(store, node, secrets, configFiles, registry, pack -> {
            Packs.Registration unused = registration.packs().register(List.of(pack), PackRegistration.FILES);
        });
        PackDifferences differences = new PackDifferences(registry, store, node, clock);
        registration.alsoFollow(sharedConfigs::follow);
        this.packComparison = new FollowThread("drover-pack-comparison", store, differences::look);
        this.entryPoints = new EntryPoints(
                registry,
                registration.packs(),
                new PackConfiguration(registry, configFiles, registration.packs(), committer, sharedConfigs, clock),
                registration.actions(),
                registration.rules(),
                new StoredHistory(registry, store, () -> new JinjaLanguage(evaluation.keys())),
                backtests,
                registration.policies(),
                new StoredSilences(silences, ids, clock),
                new StoredFreezes(silences, ids, clock),
                new StoredEnforcements(store),
                new StoredEvents(
                        store,
                        registry,
                        dispatcher,
                        new Why(store, reader, transaction -> new JinjaLanguage(evaluation.keys(transaction)))),
                new WebhookDoor(registry, dispatcher, dispatcher::acceptFitting, signatures),
                new StoredTimers(registry, store, clock),
                new ExecutionRequests(
                        store,
                        registry,
                        parameters,
                        requests,
                        committer,
                        runs,
                        reader,
                        ids,
                        clock,
                        () -> !dispatcher.isOpen() || runs.open() >= settings.mostOpen(),
                        silencing),
                new StoredInquiries(store, runs.pending()),
                inspection,
                new StoredTraces(store),
                feed,
                heardSensors,
                registration.runners(),
                new RefusedDeliveries(store, committer, dispatcher, clock),
                accessControl.access(),
                accessControl.users(),
                accessControl.logins(),
                accessControl.keys(),
                accessControl.roles(),
                accessControl.firstStart(),
                pairs,
                new StoredTrail(store),
                new StoredReports(store),
                new EngineHealth(
                        store,
                        dispatcher,
                        committer,
                        runs,
                        admission,
                        sensors,
                        heardSensors,
                        sensorDoor,
                        sharedConfigs,
                        differences,
                        sealer,
                        lease,
                        counts,
                        programs,
                        correlations,
                        registration::quarantined,
                        silencing,
                        clock,
                        accessControl.logins(),
                        settings.tracing()));
        sensors.watch(new SensorTrigger(registry, dispatcher, clock));
        this.timers = new TimerThread(
                new DueTimers(registry, store, committer, dispatcher, settings.timeZone(), settings.missed(), clock),
                clock);
        this.retention = new Retention(store, committer, settings.retention(), clock);
        this.sources = new SourceThread(new SourceSilence(registry, heard, registration.sensors(), dispatcher, clock));
        committer.follower((batch, fenced) -> {
            sealer.committed(batch.recorded());
            heard.committed(batch.accepted());
            programs.committed(batch);
            correlations.committed(batch);
            feed.committed(batch, fenced);
            settings.tracing().committed(batch, fenced);
            batch.changed().stream()
                    .filter(execution -> execution.status().isCompleted() && !fenced.contains(execution.id()))
                    .forEach(counts::ended);
            counts.limited(batch.limited());
            batch.changed().forEach(admission::changed);
        });
        this.workflows = new WorkflowPlane(new WorkflowPlane.Parts(
                store,
                registry,
                committer,
                parameters,
                requests,
                new Results(registry, requests, settings.validateOutput()),
                templateKeys,
                secrets,
                runs,
                new Repetitions(
                        policies,
                        registry,
                        requests,
                        clock,
                        runs::start,
                        new EndEvents(
                                registry,
                                settings.endEvents(),
                                new NotifyTrigger(registry, templateKeys),
                                dispatcher,
                                settings.tracing())),
                ids,
                settings.tracing(),
                inspection,
                settings.node(),
                settings.api(),
                clock));
        runs.conductors(workflows);
        runs.followUp(workflows);
        committer.afterDoubt(() -> {
            Thread recovery = new Thread(
                    () -> {
                        accessControl.refresh();
                        silences.refresh();
                        runs.recover();
                    },
                    "drover-recovery");
            recovery.setDaemon(true);
            recovery.start();
        });
    }

    /** Registers packs and rules, takes up what an earlier life left, then takes events and starts the sensors. */
    public void start() {
        // before anything is committed in this node's name
        lease.start();
        sealer.start();
        registration.start();
        sharedConfigs.follow();
        dispatcher.open();
        runs.recover();
        admission.start();
        programs.start();
        correlations.start();
        registration.packs().startSensors();
        correlations.sensorsStarted();
        sensorTurns.start();
        registration.others().start();
        packComparison.start();
        timers.start();
        sources.start();
        accessControl.start();
        silences.start();
        retention.start();
        backtests.takeUp();
    }

    /** {@return who may do what, for whoever reads files of roles or lets the first administrator in} */
    public AccessControl accessControl() {
        return accessControl;
    }

    private void quarantine(Revision rule, String reason) {
        registration.quarantine(rule, reason);
    }

    private long followRules() {
        return registration.followRules();
    }

    /** {@return what doors may ask} */
    public EntryPoints entryPoints() {
        return entryPoints;
    }

    /** {@return the tokens of running actions, for the doors that actions knock at} */
    public ActionTokens actionTokens() {
        return actionTokens;
    }

    /** {@return the packs, for whoever watches their folders} */
    public PackRegistration packs() {
        return registration.packs();
    }

    /** {@return what removes what is old} */
    public Retention retention() {
        return retention;
    }

    /** {@return the way in for events} */
    public TriggerInbox inbox() {
        return inbox;
    }

    /**
     * Stops in order: nothing more comes in, what was taken in is committed, what runs may end, results are committed.
     *
     * @param patience how long running actions may take to end
     */
    public void stop(Duration patience) {
        retention.stop();
        backtests.stop();
        timers.stop();
        sources.stop();
        sensorTurns.stop();
        // what still runs stays this node's: others would take it over
        lease.leave();
        registration.others().stop();
        packComparison.stop();
        ruleTests.close();
        sensors.stopAll();
        sensorTurns.release();
        signatures.close();
        dispatcher.stopTaking();
        programs.close();
        correlations.close();
        admission.close();
        if (!runs.drain(patience)) {
            LOG.warn("Actions still run after {} s; they are told to stop.", patience.toSeconds());
        }
        workflows.close();
        runs.close();
        dispatcher.close();
        accessControl.close();
        silences.close();
        lease.stop();
        committer.close();
        sealer.close();
    }

    /** Reports as the store makes them. */
    private record StoredReports(Store store) implements Reports {
        @Override
        public ReportTable query(String sql, int limit) {
            return store.report(sql, limit);
        }

        @Override
        public void export(String sql, ReportRows rows) {
            store.report(sql, rows);
        }
    }

    /** Enforcements as the store has them. */
    private record StoredEnforcements(Store store) implements Enforcements {
        @Override
        public Optional<RuleEnforcement> find(String id) {
            return store.read(transaction -> transaction.enforcements().find(id));
        }

        @Override
        public Listing<RuleEnforcement> list(Query query) {
            return store.read(transaction -> transaction.enforcements().list(query));
        }
    }
}

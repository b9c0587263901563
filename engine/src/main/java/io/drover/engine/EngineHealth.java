package io.drover.engine;

import io.drover.engine.api.Health;
import io.drover.engine.api.Logins;
import io.drover.engine.api.Metric;
import io.drover.engine.audit.Sealer;
import io.drover.engine.cluster.Lease;
import io.drover.engine.cluster.LeaseThread;
import io.drover.engine.cluster.SensorDoor;
import io.drover.engine.commit.Committer;
import io.drover.engine.correlate.plane.CorrelationPlane;
import io.drover.engine.correlate.plane.PackStatus;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.drl.ProgramPlane;
import io.drover.engine.execute.Runs;
import io.drover.engine.measure.Counts;
import io.drover.engine.policy.Admission;
import io.drover.engine.register.PackDifferences;
import io.drover.engine.register.SharedConfigs;
import io.drover.engine.silence.InForce;
import io.drover.engine.source.HeardSensors;
import io.drover.engine.trace.Tracing;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.store.Store;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.Sensors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** How the engine's parts are doing. */
record EngineHealth(
        Store store,
        Dispatcher dispatcher,
        Committer committer,
        Runs runs,
        Admission admission,
        Sensors sensors,
        HeardSensors heard,
        SensorDoor sensorDoor,
        SharedConfigs sharedConfigs,
        PackDifferences differences,
        Sealer sealer,
        LeaseThread lease,
        Counts counts,
        ProgramPlane programs,
        CorrelationPlane correlations,
        Supplier<Set<Ref>> quarantined,
        InForce silencing,
        InstantSource clock,
        Logins logins,
        Tracing tracing)
        implements Health {
    private static final double MILLIS = 1e3;
    private static final int MOST_NAMED = 20;
    /** Rules over several events that are further behind are worth a word. */
    private static final Duration BEHIND = Duration.ofSeconds(30);

    @Override
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>(List.of(
                database(),
                check("engine", dispatcher.isOpen(), "takes events", "takes no events"),
                check("commits", committer.isOpen(), "changes are committed", "no change is committed any more")));
        programs.leftOut()
                .forEach((pack, events) -> checks.add(Check.warning(
                        "drl",
                        pack,
                        "its rules began without the oldest " + events
                                + " events of their span, see rule.most-replayed")));
        correlations.status().stream()
                .filter(pack -> pack.lag().compareTo(BEHIND) > 0)
                .forEach(pack -> checks.add(Check.warning(
                        "rules",
                        pack.pack(),
                        "its rules over several events have " + pack.behind() + " events to go, and are "
                                + pack.lag().toSeconds() + " s behind")));
        quarantined.get().stream()
                .sorted()
                .limit(MOST_NAMED)
                .forEach(rule -> checks.add(Check.warning(
                        "rule",
                        rule.toString(),
                        "it is quarantined; the audit trail and the log say why, see 'rule get'")));
        differences.found().forEach((pack, how) -> checks.add(Check.warning("pack", pack, how)));
        sharedConfigs
                .refused()
                .forEach((pack, why) -> checks.add(Check.warning(
                        "config",
                        pack,
                        "what another node was told of the pack's configuration is not in force here: " + why)));
        return checks;
    }

    private static Check check(String name, boolean isWell, String well, String unwell) {
        return new Check(name, isWell, isWell ? well : unwell);
    }

    private Check database() {
        try {
            return new Check("database", true, store.describe());
        } catch (DroverException e) {
            return new Check("database", false, e.getMessage());
        }
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(counts.metrics());
        metrics.addAll(events());
        metrics.addAll(executions());
        metrics.addAll(commits());
        metrics.add(Metric.by(
                "state",
                "drover_sensors",
                Metric.Type.GAUGE,
                "Sensors that run in this process, by state.",
                sensorsByState()));
        metrics.addAll(heard.metrics());
        metrics.add(Metric.counter(
                "drover_sensors_fenced_total",
                "Times that events of sensors were refused, as another node has taken the sensor over.",
                sensorDoor.fenced()));
        metrics.add(Metric.counter(
                "drover_requests_unauthenticated_total",
                "Requests that were turned away, as nobody knows their token or key.",
                logins.timesTurnedAway()));
        metrics.add(Metric.gauge(
                "drover_audit_unsealed_seconds",
                "How long ago it was that no audit record of this node waited for its seal.",
                seconds(sealer.lag())));
        metrics.add(Metric.gauge(
                "drover_drl_events_left_out",
                "Events that rules in DRL began without, as there were too many to replay.",
                programs.leftOut().values().stream()
                        .mapToDouble(Long::doubleValue)
                        .sum()));
        metrics.addAll(correlation());
        metrics.add(Metric.gauge(
                "drover_silences_in_force",
                "Silences and maintenance windows that keep matches from their actions now.",
                (double) silencing.silences(clock.instant())));
        metrics.add(Metric.gauge(
                "drover_freezes_in_force", "Freezes that keep matches from their actions now.", silencing.freezes()));
        metrics.add(Metric.gauge(
                "drover_lease_age_seconds",
                "How long ago this node renewed its lease; others take over what it holds after "
                        + Lease.LENGTH.toSeconds() + " seconds.",
                seconds(lease.age())));
        metrics.add(Metric.counter(
                "drover_trace_spans_lost_total",
                "Spans that there was no room for, or that the collector did not take.",
                tracing.lost()));
        return metrics;
    }

    private List<Metric> events() {
        return List.of(
                Metric.counter("drover_events_accepted_total", "Events that were committed.", dispatcher.accepted()),
                Metric.counter(
                        "drover_events_refused_total",
                        "Events that were refused: an unknown trigger, or a payload that does not fit.",
                        dispatcher.refused()),
                Metric.counter(
                        "drover_events_duplicate_total", "Events that were known already.", dispatcher.duplicates()),
                Metric.gauge(
                        "drover_events_in_flight",
                        "Events that were handed over and are not committed yet.",
                        dispatcher.inFlight()));
    }

    private List<Metric> correlation() {
        List<PackStatus> packs = correlations.status();
        return List.of(
                Metric.gauge(
                        "drover_rules_events_held",
                        "Events that rules over several events have collected on this node.",
                        (double) packs.stream().mapToLong(PackStatus::live).sum()),
                Metric.gauge(
                        "drover_rules_events_behind",
                        "Committed events that rules over several events have not taken yet.",
                        (double) packs.stream().mapToLong(PackStatus::behind).sum()),
                Metric.gauge(
                        "drover_rules_lag_seconds",
                        "How far the rules over several events of the slowest pack are behind.",
                        packs.stream()
                                .mapToDouble(pack -> seconds(pack.lag()))
                                .max()
                                .orElse(0)),
                Metric.gauge(
                        "drover_rules_quarantined",
                        "Rules that asked for more than they may and were taken out.",
                        quarantined.get().size()),
                Metric.counter(
                        "drover_rules_commits_total",
                        "Commits of what came of rules over several events.",
                        packs.stream().mapToLong(PackStatus::commits).sum()));
    }

    private List<Metric> executions() {
        return List.of(
                Metric.counter("drover_executions_completed_total", "Executions that ended.", runs.completed()),
                Metric.gauge(
                        "drover_executions_open", "Executions that this node holds and that are due.", runs.open()),
                Metric.gauge("drover_executions_delayed", "Executions that wait for their time.", runs.delayed()),
                Metric.gauge(
                        "drover_executions_held_back",
                        "Executions that this node holds and that wait for others to end, as a policy says.",
                        admission.waiting()),
                Metric.gauge("drover_actions_running", "Actions that run.", runs.busy()),
                Metric.gauge("drover_actions_waiting", "Actions that wait for a worker.", runs.waiting()));
    }

    private List<Metric> commits() {
        return List.of(
                Metric.gauge("drover_commits_waiting", "Changes that wait for their commit.", committer.waiting()),
                committer.times().metric("drover_commit_seconds", "How long commits took, retries included."),
                Metric.gauge(
                        "drover_database_up",
                        "1 while the database answers, else 0.",
                        database().well() ? 1 : 0));
    }

    private Map<String, Integer> sensorsByState() {
        Map<String, Integer> states = new TreeMap<>();
        for (SensorStatus.State state : SensorStatus.State.values()) {
            states.put(state.name().toLowerCase(Locale.ROOT), 0);
        }
        sensors.list().forEach(status -> states.merge(status.state().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        return states;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}

package io.drover.restapi.fake;

import io.drover.engine.api.AuditTrail;
import io.drover.engine.api.Configs;
import io.drover.engine.api.Enforcements;
import io.drover.engine.api.EntryPoints;
import io.drover.engine.api.Health;
import io.drover.engine.api.Keys;
import io.drover.engine.api.Metric;
import io.drover.engine.api.Packs;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.Reports;
import io.drover.engine.api.RuleHistory;
import io.drover.engine.api.SensorControl;
import io.drover.engine.api.Timers;
import io.drover.engine.api.Webhooks;
import io.drover.model.access.ApiKey;
import io.drover.model.access.Principal;
import io.drover.model.audit.Seal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Position;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.ReportRows;
import io.drover.model.store.ReportTable;
import io.drover.model.timer.Timer;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.Trigger;
import io.drover.restapi.HttpSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All subjects of the engine, in memory. */
public final class FakeEngine {

    /** {@return settings with the usual limits and one door, for a server over this engine} */
    public static HttpSettings settings(int port, String token) {
        return new HttpSettings(
                "127.0.0.1",
                port,
                null,
                null,
                true,
                () -> token,
                null,
                HttpSettings.LOCAL_ORIGINS,
                null,
                "0.1.0",
                HttpSettings.Limits.DEFAULT);
    }

    public final FakeCatalog catalog = new FakeCatalog();
    public final FakeExecutions executions = new FakeExecutions(catalog);
    public final FakeWorkflows workflows = new FakeWorkflows();
    public final FakeInquiries inquiries = new FakeInquiries(executions);
    public final FakeEvents events = new FakeEvents(catalog);
    public final FakeDatastore datastore = new FakeDatastore();
    public final History history = new History();
    public final EnforcementList enforcements = new EnforcementList();
    public final HealthBoard health = new HealthBoard();
    public final FakeFeed feed = new FakeFeed();
    public final Trail trail = new Trail();
    public final FakeAccess access = new FakeAccess();
    public final Pause reports = new Pause();
    public final FakeBacktests backtests = new FakeBacktests();
    private final FakeSilences silences = new FakeSilences();
    private final FakePolicies policies = new FakePolicies();
    public final FakeActions actions = new FakeActions(catalog);
    private final FakeRules rules = new FakeRules(catalog);
    private Webhooks webhooks = events;

    /** From the next start of a server on requests to webhooks are handed over here. */
    public void handOver(Webhooks door) {
        webhooks = door;
    }

    public EntryPoints entryPoints() {
        return new EntryPoints(
                catalog,
                new PackList(),
                new ConfigList(),
                actions,
                rules,
                history,
                backtests,
                policies,
                silences,
                silences.freezes(),
                enforcements,
                events,
                webhooks,
                new TimerList(),
                executions,
                inquiries,
                workflows,
                new FakeTraces(events, executions),
                feed,
                new SensorList(),
                (name, on, by) -> catalog.runnerType(name).orElseThrow().switched(on),
                new FakeEvents.Letters(),
                access.roster(),
                access.users(),
                access.logins(),
                new KeyRing(),
                access.roles(),
                access.firstStart(),
                datastore,
                trail,
                reports,
                health);
    }

    /** Makes a rule that a pack's file owns. */
    public void ownByFile(String name) {
        catalog.put(FakeCatalog.rule("ops", name, "ops", true), true);
    }

    /** {@return the document of the last update} */
    public Map<String, @Nullable Object> lastDocument() {
        return Objects.requireNonNull(rules.lastDocument);
    }

    /** From now on a rule asks for another trigger, by a new revision. */
    public void asksFor(Ref rule, Trigger trigger) {
        RegisteredRule known = catalog.rule(rule.toString()).orElseThrow();
        Rule now = known.rule();
        catalog.rules.put(
                rule,
                new RegisteredRule(
                        new Rule(
                                now.ref(),
                                now.description(),
                                now.enabled(),
                                now.shadow(),
                                now.type(),
                                trigger,
                                now.criteria(),
                                now.where(),
                                now.actions(),
                                now.priority(),
                                now.tags(),
                                now.context(),
                                null),
                        known.revision() + 1,
                        known.fromFile(),
                        null,
                        List.of(),
                        known.since()));
    }

    /** Two revisions of every rule; one clause is always true. */
    public static final class History implements RuleHistory {
        private volatile String first = "trigger";

        /** The first revision of every rule was one over several events. */
        public void begunOverSeveralEvents() {
            first = "when";
        }

        private static final Instant DAY = Instant.parse("2026-01-02T00:00:00Z");

        @Override
        public List<RuleRevision> revisions(Ref rule) {
            return List.of(
                    new RuleRevision(rule, 1, Map.of("name", rule.name(), first, Map.of()), true, 1, DAY, "files"),
                    new RuleRevision(rule, 2, null, true, 2, DAY, "files"));
        }

        @Override
        public Coverage coverage(Instant since, int perTrigger) {
            Ref rule = Ref.of("ops", "a");
            return new Coverage(
                    since,
                    new Sample(7, 90, perTrigger, false),
                    List.of(rule),
                    List.of(new IdleClause(rule, "", "trigger.x eq 1", true, 7)),
                    List.of(Ref.of("core", "x")),
                    List.of(Ref.of("core", "y")));
        }
    }

    /** One timer: due at ten, daily. */
    private static final class TimerList implements Timers {
        private static final Instant TEN = Instant.parse("2026-01-02T10:00:00Z");
        private final Timer daily = new Timer(
                Trigger.of(Ref.of("core", "st2.CronTimer"), Map.of("hour", 10)), TEN.minusSeconds(7), TEN, null);

        @Override
        public List<Timer> list() {
            return List.of(daily);
        }

        @Override
        public Optional<Timer> find(String refOrId) {
            return Stream.of(daily)
                    .filter(timer -> timer.trigger().ref().toString().equals(refOrId)
                            || timer.trigger().id().equals(refOrId))
                    .findFirst();
        }
    }

    /** Enforcements as a test puts them there. */
    public static final class EnforcementList implements Enforcements {
        private final List<RuleEnforcement> all = Collections.synchronizedList(new ArrayList<>());

        /** Adds one that led to an execution. */
        public RuleEnforcement add(String instance, @Nullable String execution) {
            RuleEnforcement one = new RuleEnforcement(
                    String.format(Locale.ROOT, "dddddddddddddddd%08x", all.size() + 1),
                    "key" + all.size(),
                    Ref.parse("default.gold_rule"),
                    1,
                    0,
                    instance,
                    execution == null ? RuleEnforcement.Status.FAILED : RuleEnforcement.Status.SUCCEEDED,
                    execution,
                    execution == null ? "no such action" : null,
                    execution == null ? Map.of("message", "of host-1") : null,
                    instance,
                    Instant.parse("2026-01-01T09:00:00Z"));
            all.add(one);
            return one;
        }

        @Override
        public Optional<RuleEnforcement> find(String id) {
            return all.stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public Listing<RuleEnforcement> list(Query query) {
            return new Listing<>(List.copyOf(all), all.size());
        }
    }

    /** Health as a test sets it. */
    public static final class HealthBoard implements Health {
        private volatile boolean databaseWell = true;
        private final List<Check> warnings = new CopyOnWriteArrayList<>();

        public void database(boolean well) {
            databaseWell = well;
        }

        public void warn(String kind, String subject, String detail) {
            warnings.add(Check.warning(kind, subject, detail));
        }

        @Override
        public List<Check> checks() {
            List<Check> checks = new ArrayList<>(warnings);
            checks.add(0, new Check("database", databaseWell, databaseWell ? "answers" : "does not answer"));
            return checks;
        }

        @Override
        public List<Metric> metrics() {
            return List.of(
                    Metric.counter("drover_events_accepted_total", "Events that were committed.", 3),
                    Metric.by(
                            "queue",
                            "drover_queue",
                            Metric.Type.GAUGE,
                            "What waits in C:\\queues.",
                            Map.of("a \"b\"\\c\nd", 1, "z", 2)));
        }
    }

    /** A trail as a test sets it. */
    public static final class Trail implements AuditTrail {
        private static final Seal HEAD =
                new Seal(1, 7, LocalDate.parse("2026-01-31"), 40, 90, List.of(), "root", "0a1b", Instant.EPOCH);
        private volatile @Nullable LocalDate since;
        private volatile boolean tampered;

        /** Somebody edits a record. */
        public void tamper() {
            tampered = true;
        }

        /** {@return the day that the last question named} */
        public @Nullable LocalDate since() {
            return since;
        }

        @Override
        public Verification verify(@Nullable LocalDate day) {
            since = day;
            Finding edited =
                    new Finding(Wrong.EDITED, 1, 88L, new Position(1, 30, 2), 7L, "it is not as it was sealed");
            return new Verification(
                    List.of(new Chain(1, 7, 90, HEAD, null, 1, Instant.parse("2026-01-31T12:00:00Z"))),
                    tampered ? List.of(edited) : List.of(),
                    false);
        }
    }

    /** Answers questions at once, or when a test lets it. */
    public static final class Pause implements Reports {
        private volatile CountDownLatch gate = new CountDownLatch(0);

        /** Questions wait until the latch is open. */
        public void holdWith(CountDownLatch latch) {
            gate = latch;
        }

        @Override
        public ReportTable query(String sql, int limit) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (sql.startsWith("delete")) {
                throw DroverException.invalid("Expected a SELECT.");
            }
            return new ReportTable(
                    List.of("day", "n"), List.of(List.of(Instant.parse("2026-01-01T00:00:00Z"), 7)), true);
        }

        /** The question tells how many rows there are, and whether the database fails after them. */
        @Override
        public void export(String sql, ReportRows rows) {
            if (sql.startsWith("delete")) {
                throw DroverException.invalid("Expected a SELECT.");
            }
            rows.columns(List.of("n", "text", "n"));
            boolean wanted = true;
            for (long i = 0; wanted && i < Long.parseLong(sql.replaceAll("\\D", "")); i++) {
                wanted = rows.row(Arrays.<@Nullable Object>asList(i, "a \"b\", c", i % 2 == 0 ? null : List.of(i)));
            }
            if (sql.contains("fail")) {
                throw DroverException.invalid("The database failed.");
            }
        }
    }

    private static final class PackList implements Packs {
        @Override
        public Registration register(List<String> refs, Principal by) {
            return new Registration(
                    Map.of("actions", 5, "rules", 1, "sensors", 1),
                    List.of(Problem.error("core/rules/bad.yaml", 2, 3, "no trigger")));
        }
    }

    /** The configuration of one pack, whose token is secret. */
    private static final class ConfigList implements Configs {
        private Map<String, @Nullable Object> values = Map.of("site", "north", "token", "s3cret");

        private Config config() {
            Map<String, @Nullable Object> shown = new TreeMap<>(values);
            shown.computeIfPresent("token", (name, value) -> "********");
            return new Config("ops", values, shown);
        }

        @Override
        public List<Config> list() {
            return List.of(config());
        }

        @Override
        public Optional<Config> find(String pack) {
            return pack.equals("ops") ? Optional.of(config()) : Optional.empty();
        }

        @Override
        public Config put(String pack, Map<String, @Nullable Object> changed, Principal by) {
            values = changed;
            return config();
        }
    }

    private static final class SensorList implements SensorControl {
        private boolean enabled = true;

        @Override
        public List<SensorStatus> list() {
            return List.of(new SensorStatus(
                            new SensorType(
                                    Ref.parse("plant.alerts"),
                                    "Alerts of the plant.",
                                    enabled,
                                    "routes/alerts.yaml",
                                    null,
                                    List.of(Ref.parse("plant.alert")),
                                    "sensors/alerts.yaml",
                                    SensorType.Host.ROUTE,
                                    Duration.ofMinutes(10)),
                            SensorStatus.State.RUNNING,
                            SensorStatus.Delivery.AT_LEAST_ONCE,
                            7,
                            0,
                            Instant.parse("2026-01-01T12:00:00Z"),
                            null,
                            null,
                            false,
                            "n1")
                    .heard(null));
        }

        @Override
        public Optional<SensorStatus> find(String refOrId) {
            return list().stream()
                    .filter(sensor -> sensor.type().ref().toString().equals(refOrId)
                            || sensor.type().id().equals(refOrId))
                    .findFirst();
        }

        @Override
        public SensorStatus enable(String refOrId, boolean on, Principal by) {
            enabled = on;
            return find(refOrId).orElseThrow();
        }

        @Override
        public List<Map<String, @Nullable Object>> tryOut(String refOrId, int limit, Duration wait, boolean consume) {
            return List.of(Map.of("limit", (long) limit, "wait", wait.toSeconds(), "consume", consume));
        }
    }

    private final class KeyRing implements Keys {
        private final Map<String, ApiKey> keys = Collections.synchronizedMap(new LinkedHashMap<>());

        @Override
        public Created create(
                String user,
                Map<String, @Nullable Object> metadata,
                boolean enabled,
                @Nullable String keyHash,
                Principal by) {
            String id = String.format(Locale.ROOT, "eeeeeeeeeeeeeeee%08x", keys.size() + 1);
            String secret = keyHash == null ? "key-" + id : null;
            ApiKey key = new ApiKey(
                    id,
                    user,
                    keyHash == null ? "hash of key-" + id : keyHash,
                    metadata,
                    enabled,
                    Instant.parse("2026-01-01T00:00:00Z"));
            keys.put(id, key);
            return new Created(key, secret);
        }

        @Override
        public List<ApiKey> list() {
            return List.copyOf(keys.values());
        }

        @Override
        public Optional<ApiKey> find(String idOrKey) {
            return keys.values().stream()
                    .filter(key -> key.id().equals(idOrKey) || idOrKey.equals("key-" + key.id()))
                    .findFirst();
        }

        @Override
        public ApiKey update(
                String idOrKey, String user, Map<String, @Nullable Object> metadata, boolean enabled, Principal by) {
            ApiKey old = find(idOrKey).orElseThrow();
            ApiKey changed = new ApiKey(old.id(), user, old.keyHash(), metadata, enabled, old.createdAt());
            keys.put(old.id(), changed);
            return changed;
        }

        @Override
        public void delete(String idOrKey, Principal by) {
            keys.remove(find(idOrKey).orElseThrow().id());
        }

        @Override
        public Optional<Principal> authenticate(String key) {
            Optional<ApiKey> known = find(key);
            if (known.isPresent() && !known.orElseThrow().enabled()) {
                throw DroverException.of(ErrorCode.UNAUTHENTICATED, "API key is disabled.");
            }
            return known.map(one -> new Principal(one.user(), access.roster().rolesOf(one.user()), "API key"));
        }
    }
}

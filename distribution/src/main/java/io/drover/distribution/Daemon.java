package io.drover.distribution;

import io.drover.camelactions.camel.CamelRunner;
import io.drover.camelactions.http.HttpRequestRunner;
import io.drover.camelactions.noop.NoopRunner;
import io.drover.camelactions.shell.LocalShellCommandRunner;
import io.drover.camelactions.shell.LocalShellScriptRunner;
import io.drover.camelroutes.hook.HookRouters;
import io.drover.camelroutes.load.PackRoutes;
import io.drover.camelsensors.emit.EmissionLimits;
import io.drover.camelsensors.emit.Emitter;
import io.drover.camelsensors.sensor.RouteSensors;
import io.drover.distribution.access.RoleFolder;
import io.drover.distribution.access.SecretFiles;
import io.drover.distribution.audit.AuditExport;
import io.drover.distribution.audit.AuditFile;
import io.drover.distribution.audit.StatsdRequests;
import io.drover.distribution.config.BadConfiguration;
import io.drover.distribution.config.Settings;
import io.drover.distribution.packs.PackFolders;
import io.drover.distribution.packs.PackWatch;
import io.drover.distribution.run.ControlDoor;
import io.drover.distribution.run.DatabaseLocation;
import io.drover.distribution.run.FailPoint;
import io.drover.distribution.run.RunFolder;
import io.drover.distribution.trace.OtlpSpans;
import io.drover.engine.Engine;
import io.drover.engine.EngineSettings;
import io.drover.engine.access.AccessSettings;
import io.drover.engine.api.Health;
import io.drover.engine.ids.Ids;
import io.drover.engine.register.PackRegistration;
import io.drover.engine.retain.RetentionSettings;
import io.drover.engine.trace.Tracing;
import io.drover.engine.webhook.NativeRunner;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.persistence.HibernateStore;
import io.drover.persistence.ReportDoor;
import io.drover.restapi.HttpSettings;
import io.drover.restapi.RestApi;
import io.drover.restapi.access.Proxy;
import io.drover.ruledsl.YamlConfigFiles;
import io.drover.ruledsl.YamlPackReader;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running daemon: the one place where its parts are put together. */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final String SYSTEM_USER = "stanley";
    private static final int VERTX_SECONDS = 10;
    private static final Duration FIRST_START = Duration.ofHours(1);

    private final Settings settings;
    private final Deque<AutoCloseable> parts;
    private final Engine engine;
    private final RestApi api;
    private boolean stopped;

    /**
     * Starts a daemon; it takes events when this returns.
     *
     * @param home the folder of the distribution
     * @throws BadConfiguration where the settings cannot be used here
     */
    public static Daemon start(Path home, Settings settings, Map<String, String> environment) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return new Daemon(home, settings, environment, parts);
        } catch (RuntimeException | Error e) {
            closeAll(parts);
            throw e;
        }
    }

    /** {@return the version of this distribution} */
    static String version() {
        String version = Daemon.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    private Daemon(Path home, Settings settings, Map<String, String> environment, Deque<AutoCloseable> parts) {
        this.settings = settings;
        this.parts = parts;
        Clock clock = Clock.systemUTC();
        Path packConfigs = home.resolve("conf/packs");
        SecretFiles.require(secretFiles(settings));
        RunFolder runFolder = opened(RunFolder.take(settings.dataDir()));
        CompletableFuture<Vertx> starting = CompletableFuture.supplyAsync(Daemon::vertx);
        parts.push(() -> close(starting.join()));
        String life = UUID.randomUUID().toString();
        HibernateStore store = opened(openStore(settings, life, clock));
        Vertx vertx = starting.join();
        int node = store.inTransaction(
                transaction -> transaction.batches().nodeNumber(settings.nodeName(), clock.instant()));
        AuditFile auditFile = opened(new AuditFile(settings.logDir(), settings.dataDir(), store, node));
        String adminToken = runFolder.adminToken();
        this.api = opened(openApi(vertx, settings, adminToken));
        HookRouters hooks = new HookRouters(vertx, api.authentication(), api.largestBody());
        api.hooks(vertx, hooks.router());
        PackFolders folders = new PackFolders(packParents(home, settings));
        LateInbox inbox = new LateInbox();
        Emitter emitter = new Emitter(
                inbox,
                clock,
                new Ids(clock)::next,
                new EmissionLimits(settings.backPressureTimeout(), settings.maxBody()));
        PackRoutes routes = opened(new PackRoutes(emitter, hooks));
        CamelRunner camelRunner = opened(new CamelRunner(routes));
        this.engine = new Engine(
                new EngineSettings(
                        settings.nodeName(),
                        RunFolder.secret(settings.dataDir().resolve("node-id")),
                        life,
                        SYSTEM_USER,
                        settings.workers(),
                        settings.mostOpen(),
                        settings.mostOverruns(),
                        settings.mostMatches(),
                        settings.mostHeld(),
                        settings.mostReplayed(),
                        settings.lateness(),
                        settings.timersTimezone(),
                        settings.timersMissed(),
                        settings.outputLimit(),
                        settings.validateOutput(),
                        settings.endEvents(),
                        settings.grace(),
                        settings.backPressureTimeout(),
                        access(settings.auth()),
                        new RetentionSettings(settings.retentionCheck(), settings.retention()),
                        settings.dataDir().resolve("secret-keys.json"),
                        settings.stackStormFormat(),
                        folders,
                        () -> api.url().resolve("/v1"),
                        auditFile,
                        () -> replaced(settings.nodeName()),
                        settings.auditKeepDays(),
                        tracing(clock),
                        FailPoint.of(environment.get(FailPoint.VARIABLE))),
                store,
                new YamlPackReader(packConfigs),
                new YamlConfigFiles(packConfigs),
                List.of(
                        new NoopRunner(),
                        new LocalShellCommandRunner(),
                        new LocalShellScriptRunner(),
                        new HttpRequestRunner(),
                        camelRunner,
                        new NativeRunner(inbox)),
                new RouteSensors(routes, emitter),
                clock);
        inbox.set(engine.inbox());
        // it looks before the packs are read, so that no change in between is missed
        PackWatch watch = opened(new PackWatch(
                folders, List.of(packConfigs), () -> engine.packs().register(List.of(), PackRegistration.FILES)));
        RoleFolder roles = new RoleFolder(
                settings.auth().rolesDir(), engine.accessControl().roles()::useFiles);
        PackWatch roleWatch =
                opened(new PackWatch(List::of, List.of(settings.auth().rolesDir()), roles::read));
        List<String> unused = roles.read();
        start(engine);
        api.serve(engine.entryPoints(), engine.actionTokens()::authenticate);
        openReportDoor(store, runFolder);
        exportAudit(store, node);
        watch.start(settings.packsCheck());
        roleWatch.start(settings.packsCheck());
        opened(new ControlDoor(settings.dataDir(), DaemonWorks.over(store, engine)))
                .open();
        runFolder.announce(api.url(), version());
        letFirstAdministratorIn(runFolder);
        LOG.info(
                "Drover {} listens at {} with {}; started in {} ms.",
                version(),
                api.url(),
                store.describe(),
                ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private static void start(Engine engine) {
        try {
            engine.start();
        } catch (DroverException e) {
            throw e.code() == ErrorCode.CONFLICT ? new BadConfiguration(List.of("node.name: " + e.getMessage())) : e;
        }
    }

    /** Whatever this process may still do counts for nothing, so it ends without order. */
    private static void replaced(String node) {
        LOG.error(
                "Another daemon has begun to work as node '{}' on this database. This one ends at once; what it held, the"
                        + " other takes up. Give each its own 'node.name'.",
                node);
        Runtime.getRuntime().halt(1);
    }

    private void letFirstAdministratorIn(RunFolder runFolder) {
        String code = settings.auth().enabled() ? engine.accessControl().firstStartCode(FIRST_START) : null;
        String link =
                code == null ? null : api.url().resolve("/setup?code=" + code).toString();
        runFolder.firstStart(link);
        if (link != null) {
            LOG.info(
                    "Nobody has a password yet. This link sets that of 'admin', once and within {} minutes: {}",
                    FIRST_START.toMinutes(),
                    link);
        }
    }

    private static AccessSettings access(Settings.Auth auth) {
        return new AccessSettings(
                auth.tokenTime(),
                auth.longestTokenTime(),
                auth.serviceTokenTime(),
                auth.passwordFile(),
                Set.of(Principal.ADMIN, SYSTEM_USER));
    }

    private static @Nullable Proxy proxy(Settings.Auth auth) {
        return auth.proxyAddresses().isEmpty()
                ? null
                : new Proxy(auth.proxyAddresses(), auth.proxyUserHeader(), auth.proxyGroupsHeader());
    }

    private static List<Path> secretFiles(Settings settings) {
        List<Path> files = new ArrayList<>(List.of(
                settings.dataDir().resolve("run/admin-token"),
                settings.dataDir().resolve("secret-keys.json"),
                settings.dataDir().resolve("database-password")));
        Path passwords = settings.auth().passwordFile();
        if (passwords != null) {
            files.add(passwords);
        }
        Path stackStormKey = settings.stackStormFormat().keyFile();
        if (stackStormKey != null) {
            files.add(stackStormKey);
        }
        return files;
    }

    private static RestApi openApi(Vertx vertx, Settings settings, String adminToken) {
        HttpSettings.Limits usual = HttpSettings.Limits.DEFAULT;
        HttpSettings.Limits limits = new HttpSettings.Limits(
                settings.maxBody(),
                usual.headers(),
                usual.line(),
                usual.jsonDepth(),
                usual.headerTime(),
                usual.bodyTime(),
                usual.idleTime(),
                usual.workers(),
                usual.waiting());
        return RestApi.open(
                vertx,
                new HttpSettings(
                        settings.httpHost(),
                        settings.httpPort(),
                        settings.authPort(),
                        settings.streamPort(),
                        settings.auth().enabled(),
                        () -> adminToken,
                        proxy(settings.auth()),
                        HttpSettings.LOCAL_ORIGINS,
                        null,
                        version(),
                        limits));
    }

    private static Vertx vertx() {
        VertxOptions options = new VertxOptions();
        options.setEventLoopPoolSize(2);
        options.setWorkerPoolSize(16);
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(options);
    }

    private static HibernateStore openStore(Settings settings, String life, Clock clock) {
        try {
            return HibernateStore.open(DatabaseLocation.prepared(settings).ofNode(settings.nodeName(), life), clock);
        } catch (DroverException e) {
            if (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.INVALID_ARGUMENT) {
                throw new BadConfiguration(List.of("database.url: " + e.getMessage()));
            }
            throw e;
        }
    }

    private static List<Path> packParents(Path home, Settings settings) {
        List<Path> parents = new ArrayList<>();
        parents.add(home.resolve("lib/packs"));
        parents.addAll(settings.packsDirs());
        return parents;
    }

    private void openReportDoor(HibernateStore store, RunFolder runFolder) {
        Integer port = settings.reportPort();
        if (port == null) {
            return;
        }
        ReportDoor door = opened(new ReportDoor(store));
        try {
            int bound = door.start(port, runFolder.newReportPassword());
            LOG.info("Reports are read at jdbc:h2:tcp://127.0.0.1:{}/report as user drover_report.", bound);
        } catch (DroverException e) {
            throw e.code() == ErrorCode.INVALID_ARGUMENT
                    ? new BadConfiguration(List.of("report.jdbc-port: " + e.getMessage()))
                    : e;
        }
    }

    private void exportAudit(HibernateStore store, int node) {
        URI syslog = settings.auditSyslog();
        URI gelf = settings.auditGelf();
        URI statsd = settings.metricsStatsd();
        if (syslog != null) {
            AuditExport unused = opened(AuditExport.syslog(syslog, store, node, settings.dataDir()));
        }
        if (gelf != null) {
            AuditExport unused = opened(AuditExport.gelf(gelf, store, node, settings.dataDir()));
        }
        if (statsd != null) {
            AuditExport unused = opened(AuditExport.statsd(statsd, store, node, settings.dataDir()));
            api.tell(opened(new StatsdRequests(statsd, api::openStreams)));
        }
    }

    private Tracing tracing(Clock clock) {
        Settings.Tracing wanted = settings.tracing();
        if (wanted == null) {
            return Tracing.OFF;
        }
        OtlpSpans spans = opened(new OtlpSpans(wanted.endpoint(), wanted.headers(), version(), settings.nodeName()));
        LOG.info("Traces go to {}.", wanted.endpoint());
        return Tracing.to(spans, spans::lost, wanted.ratio(), clock);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private static void close(Vertx vertx) throws ExecutionException, InterruptedException, TimeoutException {
        vertx.close().toCompletionStage().toCompletableFuture().get(VERTX_SECONDS, TimeUnit.SECONDS);
    }

    /** {@return where the daemon listens} */
    public URI url() {
        return api.url();
    }

    /** {@return whether every check of {@code /readyz} is well} */
    public boolean isWell() {
        return engine.entryPoints().health().checks().stream().allMatch(Health.Check::well);
    }

    /** Stops in order: doors first, then what was taken in is finished, then the database is closed. */
    public void stop() {
        if (!stopped) {
            stopped = true;
            engine.stop(settings.shutdownTimeout());
        }
    }

    @Override
    public void close() {
        stop();
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                // whatever one part says, the others are closed, too
                LOG.warn("A part of the daemon did not close.", e);
            }
        }
    }
}

package io.drover.engine.register;

import io.drover.engine.access.Asked;
import io.drover.engine.api.SensorControl;
import io.drover.engine.catalog.Registry;
import io.drover.engine.cluster.SensorTurns;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.store.Store;
import io.drover.model.trigger.SensorStatus;
import io.drover.model.trigger.SensorStatus.Delivery;
import io.drover.model.trigger.SensorStatus.State;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.Sensors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sensors that run, together with those that are only declared, and which of them are switched on. One is switched, or
 * a pack's are started, at a time: what runs is always what was said last.
 */
final class SensorSwitches implements SensorControl {
    private static final Logger LOG = LoggerFactory.getLogger(SensorSwitches.class);

    private final Registry registry;
    private final Sensors sensors;
    private final SensorTurns turns;
    private final Committer committer;
    private final InstantSource clock;
    /** What the API said over the files. */
    private final Map<Ref, Boolean> switches = new ConcurrentHashMap<>();

    private final Store store;
    private long seen;

    SensorSwitches(
            Registry registry,
            Sensors sensors,
            SensorTurns turns,
            Store store,
            Committer committer,
            InstantSource clock) {
        this.registry = registry;
        this.sensors = sensors;
        this.turns = turns;
        this.store = store;
        this.committer = committer;
        this.clock = clock;
        read();
    }

    private void read() {
        long now = count();
        store.read(transaction -> transaction.overlays().list()).stream()
                .filter(overlay -> overlay.kind() == Kind.SENSOR)
                .forEach(this::put);
        seen = now;
    }

    private long count() {
        return store.read(transaction -> transaction.registryChanges().counts().sensors());
    }

    /** Takes in what was switched on other nodes. */
    synchronized void follow() {
        if (count() == seen) {
            return;
        }
        Map<Ref, Boolean> before = Map.copyOf(switches);
        read();
        Set<Ref> changed = new TreeSet<>(switches.keySet());
        changed.removeIf(sensor -> Objects.equals(before.get(sensor), switches.get(sensor)));
        changed.forEach(sensor -> switchRunning(sensor, Boolean.TRUE.equals(switches.get(sensor))));
    }

    private void put(Overlay overlay) {
        Boolean enabled = overlay.enabled();
        if (enabled != null) {
            switches.put(overlay.ref(), enabled);
        }
    }

    private boolean isOn(SensorType sensor) {
        return switches.getOrDefault(sensor.ref(), sensor.enabled());
    }

    /** Brings the running sensors of a pack to what it says, as {@link Sensors#apply}. */
    synchronized List<Problem> apply(PackContent content) {
        Set<Ref> off = new TreeSet<>();
        content.sensors().stream().filter(sensor -> !isOn(sensor)).forEach(sensor -> off.add(sensor.ref()));
        switches.forEach((sensor, on) -> {
            if (!on && sensor.pack().equals(content.pack().ref())) {
                off.add(sensor);
            }
        });
        List<Problem> problems = sensors.apply(content, List.copyOf(off));
        takeTurns();
        return problems;
    }

    /** Has those start at once whose turn it is here. */
    private void takeTurns() {
        try {
            turns.look();
        } catch (DroverException away) {
            LOG.debug("Whose turn the sensors are could not be looked up; it is tried again in a moment.", away);
        }
    }

    /** Stops the sensors of a pack that is gone. */
    synchronized void remove(String pack) {
        sensors.remove(pack);
    }

    @Override
    public List<SensorStatus> list() {
        Map<Ref, SensorStatus> all = new TreeMap<>();
        registry.sensors().forEach(type -> all.put(type.ref(), idle(type)));
        sensors.list().forEach(status -> all.put(status.type().ref(), status));
        return all.values().stream().map(this::switched).toList();
    }

    private static SensorStatus idle(SensorType type) {
        boolean waits = type.host() == SensorType.Host.PYTHON;
        return new SensorStatus(
                type,
                waits ? State.WAITING : State.STOPPED,
                Delivery.AT_LEAST_ONCE,
                0,
                0,
                null,
                null,
                waits ? "Python sensors are not run yet." : null,
                true,
                null);
    }

    private SensorStatus switched(SensorStatus status) {
        SensorType type = status.type();
        String owner = status.everyNode() ? null : turns.owner(type.ref()).orElse(null);
        return status.of(type.switched(isOn(type))).ownedBy(owner);
    }

    @Override
    public Optional<SensorStatus> find(String refOrId) {
        return list().stream()
                .filter(status -> status.type().ref().toString().equals(refOrId)
                        || status.type().id().equals(refOrId))
                .findFirst();
    }

    @Override
    public synchronized SensorStatus enable(String refOrId, boolean on, Principal by) {
        Ref ref = require(refOrId).type().ref();
        Overlay overlay = new Overlay(Kind.SENSOR, ref, on, null, clock.instant(), by.user());
        Outcome unused = committer.commit(Change.of(batch -> {
            batch.also(transaction -> {
                transaction.overlays().put(overlay);
                transaction.registryChanges().sensorsChange();
            });
            batch.append(Asked.by(by, on ? "enabled" : "disabled", "sensor", ref.toString(), overlay.at()));
        }));
        put(overlay);
        switchRunning(ref, on);
        return find(refOrId).orElseThrow();
    }

    private void switchRunning(Ref sensor, boolean on) {
        if (sensors.list().stream().anyMatch(status -> status.type().ref().equals(sensor))) {
            sensors.enable(sensor, on);
            takeTurns();
        }
    }

    @Override
    public List<Map<String, @Nullable Object>> tryOut(String refOrId, int limit, Duration wait, boolean consume) {
        SensorStatus status = require(refOrId);
        SensorType type = status.type();
        if (status.state() == State.STANDBY) {
            String owner = status.owner();
            throw DroverException.conflict("Sensor '" + type.ref() + "' runs on one node at a time, "
                    + (owner == null
                            ? "and none has it yet. Try it again in a moment."
                            : "and node '" + owner + "' has it. Try it there."));
        }
        if (type.host() == SensorType.Host.PYTHON) {
            throw DroverException.conflict(
                    "Sensor '" + type.ref() + "' is written in Python, which is not run yet; it cannot be tried.");
        }
        return sensors.tryOut(type.ref(), limit, wait, consume);
    }

    private SensorStatus require(String refOrId) {
        return find(refOrId)
                .orElseThrow(() -> DroverException.notFound(
                        "Sensor \"" + refOrId + "\" not found. 'drover sensor list' shows all."));
    }
}

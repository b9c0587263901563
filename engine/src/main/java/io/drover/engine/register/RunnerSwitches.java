package io.drover.engine.register;

import io.drover.engine.access.Asked;
import io.drover.engine.api.RunnerControl;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.model.access.Principal;
import io.drover.model.action.RunnerType;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.store.Store;
import java.time.InstantSource;

/** Which runners take requests, as the API said; kept with what it said over the files of packs. */
final class RunnerSwitches implements RunnerControl {
    /** Runners lie in no pack, but what the API said is kept by references. */
    private static final String PLACE = "runners";

    private final Registry registry;
    private final Store store;
    private final Committer committer;
    private final InstantSource clock;
    private long seen;

    RunnerSwitches(Registry registry, Store store, Committer committer, InstantSource clock) {
        this.registry = registry;
        this.store = store;
        this.committer = committer;
        this.clock = clock;
        read();
    }

    private void read() {
        long now = count();
        store.read(transaction -> transaction.overlays().list()).stream()
                .filter(overlay -> overlay.kind() == Kind.RUNNER)
                .forEach(overlay ->
                        registry.switchRunner(overlay.ref().name(), !Boolean.FALSE.equals(overlay.enabled())));
        seen = now;
    }

    private long count() {
        return store.read(transaction -> transaction.registryChanges().counts().sensors());
    }

    /** Takes in what was switched on other nodes. */
    synchronized void follow() {
        if (count() != seen) {
            read();
        }
    }

    @Override
    public synchronized RunnerType enable(String nameOrId, boolean on, Principal by) {
        RunnerType runner = require(nameOrId);
        Overlay overlay = new Overlay(Kind.RUNNER, Ref.of(PLACE, runner.name()), on, null, clock.instant(), by.user());
        Outcome unused = committer.commit(Change.of(batch -> {
            batch.also(transaction -> {
                transaction.overlays().put(overlay);
                transaction.registryChanges().sensorsChange();
            });
            batch.append(Asked.by(by, on ? "enabled" : "disabled", "runner", runner.name(), overlay.at()));
        }));
        registry.switchRunner(runner.name(), on);
        return require(runner.name());
    }

    private RunnerType require(String nameOrId) {
        return registry.runnerType(nameOrId)
                .orElseThrow(() -> DroverException.notFound(
                        "Runner \"" + nameOrId + "\" not found. 'GET /runnertypes' shows all."));
    }
}

package io.drover.engine.register;

import io.drover.engine.api.Rules;
import io.drover.engine.api.SensorControl;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Committer;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.match.RuleMatcher;
import io.drover.model.pack.PackReader;
import io.drover.model.store.Store;
import io.drover.model.trigger.Sensors;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** All that changes what is registered, wired together. */
public final class Registration {
    private final PackRegistration packs;
    private final RuleChanges rules;
    private final SensorSwitches sensors;

    public Registration(
            Registry registry,
            RuleMatcher matcher,
            Dispatcher dispatcher,
            Committer committer,
            Store store,
            PackReader reader,
            Sensors sensors,
            Supplier<List<Path>> folders,
            InstantSource clock) {
        Switches switches =
                new Switches(store.read(transaction -> transaction.overlays().list()));
        RuleBook book = new RuleBook(registry, matcher, dispatcher, committer, store, reader, clock);
        this.packs = new PackRegistration(registry, reader, store, committer, book, switches, sensors, folders, clock);
        this.rules = new RuleChanges(registry, book, switches, reader, clock);
        this.sensors = new SensorSwitches(registry, sensors, switches, committer, clock);
    }

    /** Registers all packs and brings back the rules that the API made. */
    public void start() {
        packs.register(List.of(), PackRegistration.FILES);
        packs.restoreRules();
        packs.forgetContents();
    }

    public PackRegistration packs() {
        return packs;
    }

    public Rules rules() {
        return rules;
    }

    public SensorControl sensors() {
        return sensors;
    }
}

package io.drover.engine.ruletest;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.datastore.SecretValues;
import io.drover.engine.datastore.StackStormFormat;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.enforce.PackConfigs;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.match.RuleBounds;
import io.drover.engine.secret.SecretBox;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a rule sees around it while it is tried.
 *
 * @param registry has the types of triggers
 * @param callables gives what an action takes; null where there is no such action
 * @param parameters renders the parameters of calls
 * @param lateness by how much an event may be late
 * @param mostHeld how many events a rule may hold
 */
public record Surroundings(
        Registry registry,
        Function<ActionCall, @Nullable CallableAction> callables,
        Parameters parameters,
        Duration lateness,
        long mostHeld) {
    /** By how much an event may be late where nobody says otherwise. */
    public static final Duration LATENESS = Duration.ofSeconds(10);

    /** Stands for a key file: without a datastore nothing is encrypted. */
    private static final Path NO_KEYS = Path.of("no", "keys");

    /**
     * What the files of packs say, without a daemon: the datastore is empty, configurations have their defaults. An action of
     * another pack takes any parameters, and one of these packs also those that it does not declare, as they may be its
     * runner's.
     */
    public static Surroundings offline(Collection<PackContent> packs) {
        Registry registry = new Registry(List.of());
        Map<Ref, Action> actions = new HashMap<>();
        for (PackContent pack : packs) {
            registry.putPack(
                    new RegisteredPack(pack.pack(), List.of(), List.of(), List.of(), pack.configSchema()),
                    List.of(),
                    pack.triggerTypes(),
                    List.of(),
                    pack.config());
            pack.actions().forEach(action -> actions.put(action.ref(), action));
        }
        TemplateKeys keys = new TemplateKeys(
                key -> Optional.empty(), new SecretValues(new SecretBox(NO_KEYS), StackStormFormat.NONE));
        return new Surroundings(
                registry,
                call -> callable(actions.get(call.ref()), call),
                new Parameters(new PackConfigs(registry, keys), keys),
                LATENESS,
                RuleBounds.fitting(Runtime.getRuntime().maxMemory()));
    }

    private static CallableAction callable(@Nullable Action known, ActionCall call) {
        Action action = known == null ? unknown(call.ref()) : known;
        Map<String, @Nullable Object> anything = new HashMap<>();
        call.parameters().keySet().forEach(name -> anything.put(name, Map.of()));
        return CallableAction.of(action, new RunnerType(action.runnerType(), "", anything, null, true), "");
    }

    private static Action unknown(Ref ref) {
        return new Action(ref, null, true, "", "", null, Map.of(), null, null, List.of(), null, false, null);
    }
}

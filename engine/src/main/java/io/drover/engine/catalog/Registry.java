package io.drover.engine.catalog;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.schema.SchemaCheck;
import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is registered now. Readers see one consistent set without waiting; writers replace it, one at a time. */
public final class Registry implements Catalog {
    private volatile Map<String, RunnerType> runners;
    private final SchemaChecks checks = new SchemaChecks();
    private volatile Content content = Content.empty();

    public Registry(Collection<RunnerType> runnerTypes) {
        Map<String, RunnerType> sorted = new TreeMap<>();
        runnerTypes.forEach(type -> sorted.put(type.name(), type));
        this.runners = sorted;
    }

    /** Switches a runner; an unknown name changes nothing. */
    public synchronized void switchRunner(String name, boolean on) {
        Map<String, RunnerType> switched = new TreeMap<>(runners);
        switched.computeIfPresent(name, (known, type) -> type.switched(on));
        runners = switched;
    }

    /** {@return whether a runner takes requests} */
    public boolean isRunnerOn(String name) {
        RunnerType runner = runners.get(name);
        return runner == null || runner.enabled();
    }

    // Reading

    @Override
    public List<Action> actions() {
        return content.actions().sorted().stream().map(CallableAction::action).toList();
    }

    @Override
    public Optional<Action> action(String refOrId) {
        return callable(refOrId).map(CallableAction::action);
    }

    /** {@return the action with its runner's type} */
    public Optional<CallableAction> callable(String refOrId) {
        return content.actions().find(refOrId);
    }

    /** {@return the action with its runner's type, null where there is none} */
    public @Nullable CallableAction callable(Ref ref) {
        return content.actions().get(ref);
    }

    @Override
    public List<RunnerType> runnerTypes() {
        return List.copyOf(runners.values());
    }

    @Override
    public Optional<RunnerType> runnerType(String nameOrId) {
        Map<String, RunnerType> now = runners;
        RunnerType named = now.get(nameOrId);
        return named != null
                ? Optional.of(named)
                : now.values().stream()
                        .filter(type -> type.id().equals(nameOrId))
                        .findFirst();
    }

    @Override
    public List<TriggerType> triggerTypes() {
        return content.triggerTypes().sorted();
    }

    @Override
    public Optional<TriggerType> triggerType(String refOrId) {
        return content.triggerTypes().find(refOrId);
    }

    /** {@return the type, null where there is none} */
    public @Nullable TriggerType triggerType(Ref ref) {
        return content.triggerTypes().get(ref);
    }

    /** {@return what the payload of a type's events is checked with} */
    public SchemaCheck payloadCheck(TriggerType type) {
        return checks.payload(type);
    }

    /** {@return what the parameters that a rule gives a type are checked with} */
    public SchemaCheck parametersCheck(TriggerType type) {
        return checks.parameters(type);
    }

    @Override
    public List<Trigger> triggers() {
        return content.triggers().sorted();
    }

    @Override
    public Optional<Trigger> trigger(String refOrId) {
        return content.triggers().find(refOrId);
    }

    /** {@return the trigger, null where there is none} */
    public @Nullable Trigger trigger(Ref ref) {
        return content.triggers().get(ref);
    }

    /** {@return the webhook triggers of a url without slashes at its ends} */
    public List<Trigger> webhooks(String url) {
        return content.webhooks().getOrDefault(url, List.of());
    }

    /** {@return all webhook triggers} */
    public List<Trigger> webhooks() {
        return content.webhooks().values().stream().flatMap(List::stream).toList();
    }

    /** {@return the triggers that time makes events of} */
    public List<Trigger> timers() {
        return content.timers();
    }

    /** {@return whether an enabled rule asks for events of a trigger type} */
    public boolean hears(Ref triggerType) {
        return content.heard().contains(triggerType);
    }

    /** {@return the sensors that packs declare besides their routes} */
    public List<SensorType> sensors() {
        return content.sensors().sorted();
    }

    @Override
    public List<RegisteredRule> rules() {
        return content.rules().sorted();
    }

    @Override
    public Optional<RegisteredRule> rule(String refOrId) {
        return content.rules().find(refOrId);
    }

    /** {@return the rule, null where there is none} */
    public @Nullable RegisteredRule rule(Ref ref) {
        return content.rules().get(ref);
    }

    @Override
    public List<RegisteredPack> packs() {
        Content now = content;
        return now.packs().values().stream()
                .map(pack -> now.complete(pack, new RuleWaits(this)))
                .toList();
    }

    @Override
    public Optional<RegisteredPack> pack(String refOrId) {
        Content now = content;
        RegisteredPack named = now.packs().get(refOrId);
        Optional<RegisteredPack> found = named != null
                ? Optional.of(named)
                : now.packs().values().stream()
                        .filter(registered -> registered.pack().id().equals(refOrId))
                        .findFirst();
        return found.map(pack -> now.complete(pack, new RuleWaits(this)));
    }

    /** {@return the configuration of a pack, empty where it has none} */
    public Map<String, @Nullable Object> config(String pack) {
        return content.configs().getOrDefault(pack, Map.of());
    }

    // Changing

    /** Replaces what a pack brought, its rules aside. */
    public synchronized void putPack(
            RegisteredPack pack,
            Collection<CallableAction> actions,
            Collection<TriggerType> triggerTypes,
            Collection<SensorType> sensors,
            Map<String, @Nullable Object> config) {
        content = content.withPack(pack, actions, triggerTypes, sensors, config);
        checks.clear();
    }

    /** Replaces the actions of a pack, whether it is there or not. */
    public synchronized void putActions(String pack, Collection<CallableAction> actions) {
        content = content.withActions(pack, actions);
    }

    /** Takes away what a pack brought, its rules aside. */
    public synchronized void removePack(String ref) {
        content = content.withoutPack(ref);
        checks.clear();
    }

    /** Adds problems to those of a pack, if it is there. */
    public synchronized void addProblems(String pack, List<Problem> found) {
        content = content.withProblems(pack, found);
    }

    /** Puts problems in the place of others of a pack, if it is there. */
    public synchronized void replaceProblems(String pack, List<Problem> before, List<Problem> now) {
        content = content.withoutProblems(pack, before).withProblems(pack, now);
    }

    /**
     * Replaces rules.
     *
     * @param touched rules that go, unless they are among those that come
     * @param hidden all rules of files whose name a rule of the API has
     */
    public synchronized void putRules(Set<Ref> touched, Collection<RegisteredRule> added, Map<Ref, Rule> hidden) {
        content = content.withRules(touched, added, hidden);
    }
}

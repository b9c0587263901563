package io.drover.engine.catalog;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.schema.SchemaCheck;
import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is registered now. Readers see one consistent set without waiting; writers replace it, one at a time.
 */
public final class Registry implements Catalog {
    /** The trigger type of webhooks; its parameter {@code url} says where. */
    public static final Ref WEBHOOK = Ref.of("core", "st2.webhook");

    private final Map<String, RunnerType> runners;
    private volatile Content content = new Content(
            Index.empty(Kind.ACTION, callable -> callable.action().ref()),
            Index.empty(Kind.TRIGGER_TYPE, TriggerType::ref),
            Index.empty(Kind.SENSOR, SensorType::ref),
            Index.empty(Kind.RULE, registered -> registered.rule().ref()),
            Index.empty(Kind.TRIGGER, Trigger::ref),
            Map.of(),
            Map.of(),
            Map.of(),
            Set.of());
    private final Map<Ref, PayloadCheck> payloadChecks = new ConcurrentHashMap<>();

    /** Belongs to this very type: another one of the same ref has another schema. */
    private record PayloadCheck(TriggerType type, SchemaCheck check) {}

    private record Content(
            Index<CallableAction> actions,
            Index<TriggerType> triggerTypes,
            Index<SensorType> sensors,
            Index<RegisteredRule> rules,
            Index<Trigger> triggers,
            Map<String, RegisteredPack> packs,
            Map<String, Map<String, @Nullable Object>> configs,
            Map<String, List<Trigger>> webhooks,
            Set<Ref> heard) {}

    public Registry(Collection<RunnerType> runnerTypes) {
        Map<String, RunnerType> sorted = new TreeMap<>();
        runnerTypes.forEach(type -> sorted.put(type.name(), type));
        this.runners = sorted;
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
        RunnerType named = runners.get(nameOrId);
        return named != null
                ? Optional.of(named)
                : runners.values().stream()
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
    @SuppressWarnings(
            "ReferenceEquality") // an equal type would do, but comparing its schema for every event costs more
    public SchemaCheck payloadCheck(TriggerType type) {
        PayloadCheck known = payloadChecks.get(type.ref());
        if (known == null || !known.type().equals(type)) {
            known = new PayloadCheck(type, SchemaCheck.of(type.payloadSchema()));
            payloadChecks.put(type.ref(), known);
        }
        return known.check();
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

    /** {@return whether an enabled rule asks for events of a trigger type} */
    public boolean hears(Ref triggerType) {
        return content.heard().contains(triggerType);
    }

    public List<SensorType> sensors() {
        return content.sensors().sorted();
    }

    public Optional<SensorType> sensor(String refOrId) {
        return content.sensors().find(refOrId);
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
        return List.copyOf(content.packs().values());
    }

    @Override
    public Optional<RegisteredPack> pack(String refOrId) {
        RegisteredPack named = content.packs().get(refOrId);
        return named != null
                ? Optional.of(named)
                : content.packs().values().stream()
                        .filter(registered -> registered.pack().id().equals(refOrId))
                        .findFirst();
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
        String ref = pack.pack().ref();
        Map<String, RegisteredPack> packs = new TreeMap<>(content.packs());
        packs.put(ref, pack);
        Map<String, Map<String, @Nullable Object>> configs = new HashMap<>(content.configs());
        configs.put(ref, config);
        replacePack(ref, packs, actions, triggerTypes, sensors, configs);
    }

    /** Takes away what a pack brought, its rules aside. */
    public synchronized void removePack(String ref) {
        Map<String, RegisteredPack> packs = new TreeMap<>(content.packs());
        packs.remove(ref);
        Map<String, Map<String, @Nullable Object>> configs = new HashMap<>(content.configs());
        configs.remove(ref);
        replacePack(ref, packs, List.of(), List.of(), List.of(), configs);
    }

    private void replacePack(
            String ref,
            Map<String, RegisteredPack> packs,
            Collection<CallableAction> actions,
            Collection<TriggerType> triggerTypes,
            Collection<SensorType> sensors,
            Map<String, Map<String, @Nullable Object>> configs) {
        Index<TriggerType> types =
                content.triggerTypes().replace(type -> type.ref().pack().equals(ref), triggerTypes);
        payloadChecks.clear();
        settle(
                content.actions()
                        .replace(callable -> callable.action().ref().pack().equals(ref), actions),
                types,
                content.sensors().replace(sensor -> sensor.ref().pack().equals(ref), sensors),
                content.rules(),
                packs,
                configs);
    }

    /** Replaces one pack's description, for problems that were found later. */
    public synchronized void putProblems(RegisteredPack pack) {
        Map<String, RegisteredPack> packs = new TreeMap<>(content.packs());
        packs.put(pack.pack().ref(), pack);
        content = new Content(
                content.actions(),
                content.triggerTypes(),
                content.sensors(),
                content.rules(),
                content.triggers(),
                packs,
                content.configs(),
                content.webhooks(),
                content.heard());
    }

    /** Replaces rules: first those that the condition names go, then the given ones come. */
    public synchronized void putRules(Predicate<RegisteredRule> gone, Collection<RegisteredRule> added) {
        settle(
                content.actions(),
                content.triggerTypes(),
                content.sensors(),
                content.rules().replace(gone, added),
                content.packs(),
                content.configs());
    }

    private void settle(
            Index<CallableAction> actions,
            Index<TriggerType> triggerTypes,
            Index<SensorType> sensors,
            Index<RegisteredRule> rules,
            Map<String, RegisteredPack> packs,
            Map<String, Map<String, @Nullable Object>> configs) {
        Map<Ref, Trigger> triggers = new LinkedHashMap<>();
        triggerTypes.sorted().stream()
                .filter(type -> type.parametersSchema().isEmpty())
                .forEach(type -> triggers.put(type.ref(), Trigger.of(type.ref(), Map.of())));
        rules.sorted().stream()
                .map(registered -> registered.rule().trigger())
                .filter(trigger -> triggerTypes.get(trigger.type()) != null)
                .forEach(trigger -> triggers.putIfAbsent(trigger.ref(), trigger));
        Index<Trigger> triggerIndex =
                Index.<Trigger>empty(Kind.TRIGGER, Trigger::ref).replace(trigger -> false, triggers.values());
        content = new Content(
                actions,
                triggerTypes,
                sensors,
                rules,
                triggerIndex,
                packs,
                configs,
                webhooks(triggers.values()),
                heard(rules));
    }

    private static Set<Ref> heard(Index<RegisteredRule> rules) {
        return rules.sorted().stream()
                .map(RegisteredRule::rule)
                .filter(Rule::enabled)
                .map(rule -> rule.trigger().type())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, List<Trigger>> webhooks(Collection<Trigger> triggers) {
        Map<String, List<Trigger>> byUrl = new TreeMap<>();
        triggers.stream().filter(trigger -> trigger.type().equals(WEBHOOK)).forEach(trigger -> {
            String url = url(trigger);
            byUrl.merge(
                    url,
                    List.of(trigger),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        });
        return byUrl;
    }

    /** {@return where a webhook trigger listens, without slashes at its ends} */
    public static String url(Trigger webhook) {
        return withoutSlashes(String.valueOf(webhook.parameters().get("url")));
    }

    /** {@return a path without slashes at its ends} */
    public static String withoutSlashes(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }
}

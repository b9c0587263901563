package io.drover.engine.catalog;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.schedule.TimerTypes;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is registered at one moment. Never changes; a change makes another.
 *
 * @param hidden rules of files whose name a rule of the API has
 * @param configs values by pack
 * @param triggers those of the types without parameters, and those that rules ask for
 * @param webhooks triggers by the path where they listen
 * @param timers triggers that time makes events of
 * @param heard trigger types whose events an enabled rule asks for
 */
record Content(
        Index<CallableAction> actions,
        Index<TriggerType> triggerTypes,
        Index<SensorType> sensors,
        Index<RegisteredRule> rules,
        Map<Ref, Rule> hidden,
        Map<String, RegisteredPack> packs,
        Map<String, Map<String, @Nullable Object>> configs,
        Index<Trigger> triggers,
        Map<String, List<Trigger>> webhooks,
        List<Trigger> timers,
        Set<Ref> heard) {

    static Content empty() {
        return settled(
                Index.empty(Kind.ACTION, callable -> callable.action().ref()),
                Index.empty(Kind.TRIGGER_TYPE, TriggerType::ref),
                Index.empty(Kind.SENSOR, SensorType::ref),
                Index.empty(Kind.RULE, registered -> registered.rule().ref()),
                Map.of(),
                Map.of(),
                Map.of());
    }

    /** {@return this with other content of a pack, its rules aside} */
    Content withPack(
            RegisteredPack pack,
            Collection<CallableAction> itsActions,
            Collection<TriggerType> itsTypes,
            Collection<SensorType> itsSensors,
            Map<String, @Nullable Object> itsConfig) {
        String ref = pack.pack().ref();
        return settled(
                actions.replace(callable -> callable.action().ref().pack().equals(ref), itsActions),
                triggerTypes.replace(type -> type.ref().pack().equals(ref), itsTypes),
                sensors.replace(sensor -> sensor.ref().pack().equals(ref), itsSensors),
                rules,
                hidden,
                with(packs, ref, pack),
                with(configs, ref, itsConfig));
    }

    /** {@return this with other actions of a pack} */
    Content withActions(String ref, Collection<CallableAction> itsActions) {
        return new Content(
                actions.replace(callable -> callable.action().ref().pack().equals(ref), itsActions),
                triggerTypes,
                sensors,
                rules,
                hidden,
                packs,
                configs,
                triggers,
                webhooks,
                timers,
                heard);
    }

    /** {@return this without what a pack brought, its rules aside} */
    Content withoutPack(String ref) {
        return settled(
                actions.replace(callable -> callable.action().ref().pack().equals(ref), List.of()),
                triggerTypes.replace(type -> type.ref().pack().equals(ref), List.of()),
                sensors.replace(sensor -> sensor.ref().pack().equals(ref), List.of()),
                rules,
                hidden,
                without(packs, ref),
                without(configs, ref));
    }

    /** {@return this with more problems of a pack, if it is there} */
    Content withProblems(String ref, List<Problem> found) {
        RegisteredPack known = packs.get(ref);
        return known == null ? this : withPack(ref, withProblems(known, found));
    }

    /** {@return this without some problems of a pack} */
    Content withoutProblems(String ref, List<Problem> gone) {
        RegisteredPack known = packs.get(ref);
        if (known == null) {
            return this;
        }
        List<Problem> problems = new ArrayList<>(known.problems());
        problems.removeAll(gone);
        return withPack(
                ref,
                new RegisteredPack(known.pack(), problems, known.waiting(), known.references(), known.configSchema()));
    }

    private Content withPack(String ref, RegisteredPack pack) {
        return new Content(
                actions,
                triggerTypes,
                sensors,
                rules,
                hidden,
                with(packs, ref, pack),
                configs,
                triggers,
                webhooks,
                timers,
                heard);
    }

    /** {@return this with other rules} */
    Content withRules(Set<Ref> touched, Collection<RegisteredRule> added, Map<Ref, Rule> nowHidden) {
        return settled(
                actions,
                triggerTypes,
                sensors,
                rules.replace(registered -> touched.contains(registered.rule().ref()), added),
                Map.copyOf(nowHidden),
                packs,
                configs);
    }

    /** {@return the pack together with what keeps its rules from matching} */
    RegisteredPack complete(RegisteredPack pack, RuleWaits waits) {
        List<Problem> problems = new RuleProblems(rules, actions, waits, hidden).of(pack);
        return problems.isEmpty() ? pack : withProblems(pack, problems);
    }

    private static RegisteredPack withProblems(RegisteredPack pack, List<Problem> found) {
        List<Problem> problems = new ArrayList<>(pack.problems());
        problems.addAll(found);
        return new RegisteredPack(pack.pack(), problems, pack.waiting(), pack.references(), pack.configSchema());
    }

    /** {@return content with all that follows from its types and rules} */
    private static Content settled(
            Index<CallableAction> actions,
            Index<TriggerType> triggerTypes,
            Index<SensorType> sensors,
            Index<RegisteredRule> rules,
            Map<Ref, Rule> hidden,
            Map<String, RegisteredPack> packs,
            Map<String, Map<String, @Nullable Object>> configs) {
        Map<Ref, Trigger> triggers = new LinkedHashMap<>();
        triggerTypes.sorted().stream()
                .filter(type -> type.parametersSchema().isEmpty())
                .forEach(type -> triggers.put(type.ref(), Trigger.of(type.ref(), Map.of())));
        rules.sorted().stream()
                .filter(registered -> registered.rule().program() == null)
                .flatMap(registered -> registered.rule().triggers().stream())
                .filter(trigger -> triggerTypes.get(trigger.type()) != null)
                .forEach(trigger -> triggers.putIfAbsent(trigger.ref(), trigger));
        return new Content(
                actions,
                triggerTypes,
                sensors,
                rules,
                hidden,
                packs,
                configs,
                Index.<Trigger>empty(Kind.TRIGGER, Trigger::ref).replace(trigger -> false, triggers.values()),
                triggers.values().stream()
                        .filter(WebhookPath::has)
                        .collect(Collectors.groupingBy(WebhookPath::of, TreeMap::new, Collectors.toList())),
                triggers.values().stream().filter(TimerTypes::has).toList(),
                rules.sorted().stream()
                        .map(RegisteredRule::rule)
                        .filter(Rule::enabled)
                        .flatMap(rule -> rule.triggerTypes().stream())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> changed = new TreeMap<>(map);
        changed.put(key, value);
        return changed;
    }

    private static <V> Map<String, V> without(Map<String, V> map, String key) {
        Map<String, V> changed = new TreeMap<>(map);
        changed.remove(key);
        return changed;
    }
}

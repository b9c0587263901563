package io.drover.model.pack;

import io.drover.model.action.Action;
import io.drover.model.json.JsonValues;
import io.drover.model.policy.Policy;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.TriggerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that one reading of a pack's folder gave.
 *
 * @param broken the files, as in {@link Problem#file()}, that gave no content because of an error: their last good
 *     version stays in force; and {@link #CONFIG}
 * @param waiting what was found and understood but is not run yet, such as Python sensors and aliases, in words
 * @param configSchema the attributes of {@code config.schema.yaml}; empty without one
 * @param config the values of {@code conf/packs/<pack>.yaml}, and the schema's defaults for those that it leaves out
 * @param routes route files; their content is Camel's business
 * @param programs files of rules in DRL; what is in them is the rules engine's business
 * @param programLimits files with the limits of rules in DRL
 * @param references what the rules name, those of broken files included
 */
public record PackContent(
        Pack pack,
        List<TriggerType> triggerTypes,
        List<SensorType> sensors,
        List<Action> actions,
        List<Rule> rules,
        List<Policy> policies,
        List<RouteFile> routes,
        List<ProgramFile> programs,
        List<ProgramLimits> programLimits,
        List<Reference> references,
        Map<String, @Nullable Object> configSchema,
        Map<String, @Nullable Object> config,
        List<String> broken,
        List<String> waiting,
        List<Problem> problems) {
    /** Stands among what is broken where the schema or the values of the configuration are: both are good, or neither. */
    public static final String CONFIG = "config";

    /** A pack whose programs have no files of limits. */
    public PackContent(
            Pack pack,
            List<TriggerType> triggerTypes,
            List<SensorType> sensors,
            List<Action> actions,
            List<Rule> rules,
            List<Policy> policies,
            List<RouteFile> routes,
            List<ProgramFile> programs,
            List<Reference> references,
            Map<String, @Nullable Object> configSchema,
            Map<String, @Nullable Object> config,
            List<String> broken,
            List<String> waiting,
            List<Problem> problems) {
        this(
                pack,
                triggerTypes,
                sensors,
                actions,
                rules,
                policies,
                routes,
                programs,
                List.of(),
                references,
                configSchema,
                config,
                broken,
                waiting,
                problems);
    }

    /** A pack without policies and programs. */
    public PackContent(
            Pack pack,
            List<TriggerType> triggerTypes,
            List<SensorType> sensors,
            List<Action> actions,
            List<Rule> rules,
            List<RouteFile> routes,
            List<Reference> references,
            Map<String, @Nullable Object> configSchema,
            Map<String, @Nullable Object> config,
            List<String> broken,
            List<String> waiting,
            List<Problem> problems) {
        this(
                pack,
                triggerTypes,
                sensors,
                actions,
                rules,
                List.of(),
                routes,
                List.of(),
                references,
                configSchema,
                config,
                broken,
                waiting,
                problems);
    }

    public PackContent {
        triggerTypes = List.copyOf(triggerTypes);
        sensors = List.copyOf(sensors);
        actions = List.copyOf(actions);
        rules = List.copyOf(rules);
        policies = List.copyOf(policies);
        routes = List.copyOf(routes);
        programs = List.copyOf(programs);
        programLimits = List.copyOf(programLimits);
        references = List.copyOf(references);
        configSchema = JsonValues.copyOf(configSchema);
        config = JsonValues.copyOf(config);
        broken = List.copyOf(broken);
        waiting = List.copyOf(waiting);
        problems = List.copyOf(problems);
    }

    /** {@return this content with another configuration} */
    public PackContent withConfig(Map<String, @Nullable Object> other) {
        return new PackContent(
                pack,
                triggerTypes,
                sensors,
                actions,
                rules,
                policies,
                routes,
                programs,
                programLimits,
                references,
                configSchema,
                other,
                broken,
                waiting,
                problems);
    }

    /**
     * {@return this with what its programs turned out to be}
     *
     * @param all its rules
     * @param named what the rules of programs name
     * @param wrong the files that are not good
     */
    public PackContent withPrograms(List<Rule> all, List<Reference> named, List<String> wrong, List<Problem> found) {
        return new PackContent(
                pack,
                triggerTypes,
                sensors,
                actions,
                all,
                policies,
                routes,
                programs,
                programLimits,
                joined(references, named),
                configSchema,
                config,
                joined(broken, wrong),
                waiting,
                joined(problems, found));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        List<T> joined = new ArrayList<>(some);
        joined.addAll(others);
        return joined;
    }
}

package io.drover.engine.rehearse;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.match.Rules;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.ProgramLimits;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pack to try things with. */
public final class Plant {
    /** Where the pack lies. */
    public static final Path FOLDER = Path.of("packs", "plant");

    /** An action whose runner has effects. */
    public static final Ref ACT = Ref.of("plant", "act");

    /** An action with effects that may be repeated. */
    public static final Ref REPEAT = Ref.of("plant", "repeat");

    /** An action whose runner has no effects. */
    public static final Ref CALC = Ref.of("plant", "calc");

    /** Parameters of the actions: a text, and a secret. */
    public static final Map<String, @Nullable Object> PARAMETERS = Map.of(
            "host", Map.of("type", "string"),
            "size", Map.of("type", "integer"),
            "token", Map.of("type", "string", "secret", true));

    private Plant() {}

    /** {@return a trigger type; hosts are texts} */
    public static TriggerType state() {
        return new TriggerType(
                Rules.STATE,
                null,
                Map.of("type", "object", "properties", Map.of("host", Map.of("type", "string"))),
                Map.of(),
                List.of(),
                "triggers/state.yaml");
    }

    public static Action action(Ref ref, String runner, boolean idempotent) {
        return new Action(
                ref,
                null,
                true,
                runner,
                "",
                null,
                PARAMETERS,
                null,
                null,
                List.of(),
                null,
                idempotent,
                "actions/" + ref.name() + ".yaml");
    }

    /** {@return the three actions} */
    public static List<Action> actions() {
        return List.of(action(ACT, "effects", false), action(REPEAT, "effects", true), action(CALC, "pure", false));
    }

    /** {@return an action with these parameters} */
    public static CallableAction callable(Map<String, @Nullable Object> parameters) {
        return callable(parameters, Map.of());
    }

    /** {@return an action with these parameters, and its runner with others} */
    public static CallableAction callable(
            Map<String, @Nullable Object> parameters, Map<String, @Nullable Object> ofRunner) {
        Action action =
                new Action(ACT, null, true, "r", "", null, parameters, null, null, List.of(), null, false, null);
        return CallableAction.of(action, new RunnerType("r", "", ofRunner, null, true), "1");
    }

    /** {@return a rule of a file that calls an action} */
    public static Rule rule(String name, Ref action, Map<String, @Nullable Object> parameters, Criterion... criteria) {
        return new Rule(
                Ref.of("plant", name),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(Rules.STATE, Map.of()),
                List.of(criteria),
                null,
                List.of(new ActionCall(action, parameters, null)),
                0,
                List.of(),
                Map.of(),
                "rules/" + name + ".yaml");
    }

    /** {@return the pack with these rules} */
    public static PackContent content(Rule... rules) {
        return content(List.of(), List.of(), List.of(rules));
    }

    /** {@return the pack with these rules, some of whose files are broken} */
    public static PackContent content(List<String> broken, List<Problem> problems, List<Rule> rules) {
        return new PackContent(
                pack("plant", FOLDER),
                List.of(state()),
                List.of(),
                actions(),
                rules,
                List.of(),
                List.of(),
                Map.of(),
                Map.of("site", "north"),
                broken,
                List.of(),
                problems);
    }

    public static Pack pack(String ref, Path folder) {
        return new Pack(ref, ref, "1.0.0", null, null, Map.of("name", ref), folder, List.of());
    }

    /** {@return the pack {@code core} with trigger types whose events may say anything} */
    public static PackContent core(Ref... triggerTypes) {
        return new PackContent(
                pack("core", Path.of("packs", "core")),
                Stream.of(triggerTypes)
                        .map(type -> new TriggerType(type, null, Map.of(), Map.of(), List.of(), null))
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** {@return the pack with files of DRL, each by its name} */
    public static PackContent programs(Map<String, String> files) {
        return programs(files, List.of());
    }

    /** {@return the pack with files of DRL, each by its name, with the limits of some of their rules, and rules in YAML} */
    public static PackContent programs(Map<String, String> files, List<ProgramLimits> limits, Rule... rules) {
        PackContent plain = content(rules);
        return new PackContent(
                plain.pack(),
                plain.triggerTypes(),
                plain.sensors(),
                plain.actions(),
                plain.rules(),
                plain.policies(),
                plain.routes(),
                files.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(file -> new ProgramFile(
                                "plant/rules/" + file.getKey(), "rules/" + file.getKey(), file.getValue()))
                        .toList(),
                limits,
                plain.references(),
                plain.configSchema(),
                plain.config(),
                plain.broken(),
                plain.waiting(),
                plain.problems());
    }

    /** {@return the limits of a rule in DRL, as a file has them} */
    public static ProgramLimits limits(String rule, Limits limits) {
        return new ProgramLimits(Ref.of("plant", rule), limits, "plant/rules/" + rule + ".yaml", 2);
    }

    /** {@return the pack without rules and with these policies} */
    public static PackContent policies(Policy... policies) {
        PackContent plain = content();
        return new PackContent(
                plain.pack(),
                plain.triggerTypes(),
                plain.sensors(),
                plain.actions(),
                plain.rules(),
                List.of(policies),
                plain.routes(),
                plain.programs(),
                plain.references(),
                plain.configSchema(),
                plain.config(),
                plain.broken(),
                plain.waiting(),
                plain.problems());
    }

    /** {@return a policy of a file, with its type's defaults} */
    public static Policy policy(String name, Ref action, PolicyType type, Map<String, @Nullable Object> parameters) {
        return new Policy(
                Ref.of("plant", name), null, true, action, type, type.filled(parameters), "policies/" + name + ".yaml");
    }

    /** {@return the content with other actions} */
    public static PackContent withActions(PackContent content, List<Action> actions) {
        return with(content, content.pack(), content.triggerTypes(), actions, content.config());
    }

    /** {@return the content with other trigger types} */
    public static PackContent withTypes(PackContent content, List<TriggerType> types) {
        return with(content, content.pack(), types, content.actions(), content.config());
    }

    /** {@return the content with another configuration} */
    public static PackContent withConfig(PackContent content, Map<String, @Nullable Object> config) {
        return with(content, content.pack(), content.triggerTypes(), content.actions(), config);
    }

    /** {@return the content, in another folder} */
    public static PackContent in(Path folder, PackContent content) {
        return with(content, pack("plant", folder), content.triggerTypes(), content.actions(), content.config());
    }

    private static PackContent with(
            PackContent content,
            Pack pack,
            List<TriggerType> types,
            List<Action> actions,
            Map<String, @Nullable Object> config) {
        return new PackContent(
                pack,
                types,
                content.sensors(),
                actions,
                content.rules(),
                content.routes(),
                content.references(),
                content.configSchema(),
                config,
                content.broken(),
                content.waiting(),
                content.problems());
    }
}

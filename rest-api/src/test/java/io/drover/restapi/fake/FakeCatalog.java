package io.drover.restapi.fake;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.api.RegisteredRule;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.Pack;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Some of the core pack, and rules as tests put them there. */
public final class FakeCatalog implements Catalog {
    static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Ref WEBHOOK = Ref.parse("core.st2.webhook");

    final Map<Ref, RegisteredRule> rules = new TreeMap<>();

    private final List<RunnerType> runners = List.of(
            new RunnerType(
                    "local-shell-cmd",
                    "Runs a command here.",
                    Map.of(
                            "cmd", Map.of("type", "string", "description", "What to run."),
                            "cwd", Map.of("type", "string"),
                            "env", Map.of("type", "object"),
                            "kwarg_op", Map.of("type", "string", "default", "--"),
                            "sudo", Map.of("type", "boolean", "default", false),
                            "sudo_password", Map.of("type", "string", "secret", true, "required", false),
                            "timeout", Map.of("type", "integer", "default", 60L)),
                    null,
                    true),
            new RunnerType("noop", "Does nothing.", Map.of(), null, false));

    private final List<Action> actions = new CopyOnWriteArrayList<>(List.of(
            action("core.echo", "local-shell-cmd", true, Map.of("message", Map.of("type", "string", "required", true))),
            action(
                    "core.local",
                    "local-shell-cmd",
                    true,
                    Map.of("cmd", Map.of("type", "string", "required", true), "sudo", Map.of("immutable", true))),
            action("core.noop", "noop", true, Map.of()),
            action("core.off", "noop", false, Map.of()),
            action(
                    "core.secret",
                    "noop",
                    true,
                    Map.of("pw", Map.of("type", "string", "secret", true), "n", Map.of("type", "integer"))),
            action("linux.dig", "noop", true, Map.of())));

    private final List<TriggerType> types = List.of(
            type(
                    "core.st2.CronTimer",
                    Map.of("type", "object", "properties", Map.of("hour", Map.of("type", "integer")))),
            type("core.st2.IntervalTimer", Map.of("type", "object")),
            type("core.st2.generic.actiontrigger", Map.of()),
            type("core.st2.webhook", Map.of("type", "object", "additionalProperties", false)),
            type("plant.alert", Map.of()));

    FakeCatalog() {
        put(rule("default", "gold_rule", "gold", true), false);
    }

    /** Adds an action whose program is a file of a pack. */
    public void script(Ref ref, Path pack, String entryPoint) {
        actions.add(new Action(
                ref,
                null,
                true,
                "local-shell-script",
                entryPoint,
                pack,
                Map.of(),
                null,
                null,
                List.of(),
                null,
                false,
                null));
    }

    void put(Action action) {
        remove(action.ref());
        actions.add(action);
    }

    void remove(Ref action) {
        actions.removeIf(known -> known.ref().equals(action));
    }

    /** Adds an action whose run is one of a workflow. */
    public void workflow(Ref ref) {
        actions.add(action(ref.toString(), "orquesta", true, Map.of("who", Map.of("type", "string"))));
    }

    void put(Rule rule, boolean fromFile) {
        rules.put(rule.ref(), new RegisteredRule(rule, 1, fromFile, null, List.of(), SINCE));
    }

    static Rule rule(String pack, String name, String url, boolean enabled) {
        return new Rule(
                Ref.of(pack, name),
                "a rule",
                enabled,
                false,
                Rule.Type.STANDARD,
                Trigger.of(WEBHOOK, Map.of("url", url)),
                List.of(new Criterion("trigger.body.kind", Operator.EQUALS, "eq", "go", null)),
                null,
                List.of(new ActionCall(Ref.parse("core.echo"), Map.of("message", "hello"), null)),
                0,
                List.of(),
                Map.of("user", "stanley"),
                null);
    }

    private static Action action(String ref, String runner, boolean enabled, Map<String, Object> parameters) {
        Ref name = Ref.parse(ref);
        return new Action(
                name,
                "An action.",
                enabled,
                runner,
                "",
                null,
                Map.copyOf(parameters),
                null,
                null,
                List.of(),
                null,
                false,
                "actions/" + name.name() + ".yaml");
    }

    private static TriggerType type(String ref, Map<String, Object> parameters) {
        return new TriggerType(
                Ref.parse(ref), "A trigger type.", Map.of("type", "object"), Map.copyOf(parameters), List.of(), null);
    }

    @Override
    public List<Action> actions() {
        return actions;
    }

    @Override
    public Optional<Action> action(String refOrId) {
        return find(actions, refOrId, Action::ref, Action::id);
    }

    @Override
    public List<RunnerType> runnerTypes() {
        return runners;
    }

    @Override
    public Optional<RunnerType> runnerType(String nameOrId) {
        return find(runners, nameOrId, RunnerType::name, RunnerType::id);
    }

    @Override
    public List<TriggerType> triggerTypes() {
        return types;
    }

    @Override
    public Optional<TriggerType> triggerType(String refOrId) {
        return find(types, refOrId, TriggerType::ref, TriggerType::id);
    }

    @Override
    public List<Trigger> triggers() {
        List<Trigger> all = new ArrayList<>();
        all.add(Trigger.of(Ref.parse("core.st2.generic.actiontrigger"), Map.of()));
        all.add(Trigger.of(Ref.parse("plant.alert"), Map.of()));
        rules.values().forEach(rule -> all.add(rule.rule().trigger()));
        return all;
    }

    @Override
    public Optional<Trigger> trigger(String refOrId) {
        return find(triggers(), refOrId, Trigger::ref, Trigger::id);
    }

    @Override
    public List<RegisteredRule> rules() {
        return List.copyOf(rules.values());
    }

    @Override
    public Optional<RegisteredRule> rule(String refOrId) {
        return find(
                rules(), refOrId, rule -> rule.rule().ref(), rule -> rule.rule().id());
    }

    @Override
    public List<RegisteredPack> packs() {
        Pack core = new Pack(
                "core",
                "core",
                "1.0.0",
                "Basic actions.",
                "Drover",
                Map.of("name", "core", "python_versions", List.of("3")),
                Path.of("/packs/core"),
                List.of("pack.yaml"));
        return List.of(new RegisteredPack(
                core,
                List.of(Problem.warning("core/rules/odd.yaml", 3, 1, "an odd rule")),
                List.of("1 Python sensor"),
                List.of(),
                Map.of("proxy", Map.of("type", "string"))));
    }

    @Override
    public Optional<RegisteredPack> pack(String refOrId) {
        return find(
                packs(), refOrId, pack -> pack.pack().ref(), pack -> pack.pack().id());
    }

    private static <T> Optional<T> find(
            List<T> all, String wanted, Function<T, Object> ref, Function<T, @Nullable String> id) {
        return all.stream()
                .filter(one -> ref.apply(one).toString().equals(wanted) || wanted.equals(id.apply(one)))
                .findFirst();
    }
}

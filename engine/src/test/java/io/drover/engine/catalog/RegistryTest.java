package io.drover.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.match.Rules;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.action.ActionCall;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Pack;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Reference;
import io.drover.model.pack.Reference.Given;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private static final RunnerType RUNNER = new RunnerType("effects", "", Map.of(), null, true);
    private static final Ref WEBHOOK = Ref.of("core", "st2.webhook");

    private final Registry registry = new Registry(List.of(RUNNER));

    @Test
    void findsThingsByRefAndById() {
        put("plant", List.of(Plant.state()));

        assertThat(registry.action("plant.act")).isPresent();
        assertThat(registry.action(Kind.ACTION.id(Plant.ACT))).isEqualTo(registry.action("plant.act"));
        assertThat(registry.triggerType(Kind.TRIGGER_TYPE.id(Rules.STATE))).isPresent();
        assertThat(registry.trigger(Kind.TRIGGER.id(Rules.STATE))).isPresent();
        assertThat(registry.pack(registry.packs().get(0).pack().id())).isPresent();
        assertThat(registry.runnerType(RUNNER.id())).contains(RUNNER);
        assertThat(registry.action("plant.nothing")).isEmpty();
    }

    @Test
    void aPackReplacesAllThatItBroughtBeforeAndNothingElse() {
        put("plant", List.of(Plant.state()));
        put("other", List.of());

        registry.putPack(registered("plant"), List.of(), List.of(), List.of(), Map.of("site", "south"));

        assertThat(registry.actions()).extracting(action -> action.ref().pack()).containsOnly("other");
        assertThat(registry.triggerTypes()).isEmpty();
        assertThat(registry.config("plant")).isEqualTo(Map.of("site", "south"));
        assertThat(registry.packs()).hasSize(2);
    }

    @Test
    void tellsWhereAPacksRulesNameWhatIsNotThereOrGiveItWhatItDoesNotTake() {
        put("plant", List.of(Plant.state(), webhookType()));
        List<Reference> references = List.of(
                new Reference(Kind.TRIGGER_TYPE, Ref.of("plant", "stat"), "late/rules/a.yaml", 2, 17, List.of()),
                new Reference(Kind.TRIGGER_TYPE, WEBHOOK, "late/rules/b.yaml", 3, 17, List.of()),
                new Reference(Kind.ACTION, Ref.of("plant", "akt"), "late/rules/a.yaml", 4, 8, List.of()),
                new Reference(
                        Kind.ACTION, Plant.ACT, "late/rules/b.yaml", 5, 8, List.of(new Given("odd", null, 6, 16))),
                new Reference(Kind.ACTION, Plant.ACT, "late/rules/c.yaml", 5, 8, List.of()));
        registry.putPack(
                new RegisteredPack(
                        Plant.pack("late", Path.of("packs", "late")), List.of(), List.of(), references, Map.of()),
                List.of(),
                List.of(),
                List.of(),
                Map.of());

        assertThat(registry.pack("late").orElseThrow().problems().stream().map(Problem::toString))
                .containsExactly(
                        "late/rules/a.yaml:2:17: warning: Trigger type 'plant.stat' is not registered. Did you mean"
                                + " 'plant.state'? Register the pack that declares it, or correct the rule.",
                        "late/rules/b.yaml:3:17: warning: The parameters of trigger 'core.st2.webhook' do not fit:"
                                + " required property 'url' not found",
                        "late/rules/a.yaml:4:8: warning: Action 'plant.akt' is not registered. Did you mean"
                                + " 'plant.act'? Register its pack, or correct the rule.",
                        "late/rules/b.yaml:6:16: warning: Action 'plant.act' has no parameter 'odd'. It takes host, size, token.");
    }

    @Test
    void nothingOfARemovedPackIsLeft() {
        put("plant", List.of(Plant.state()));

        registry.removePack("plant");

        assertThat(registry.actions()).isEmpty();
        assertThat(registry.triggerTypes()).isEmpty();
        assertThat(registry.triggers()).isEmpty();
        assertThat(registry.packs()).isEmpty();
        assertThat(registry.config("plant")).isEmpty();
    }

    @Test
    void listsAreSortedByRef() {
        put("plant", List.of());
        put("alpha", List.of());

        assertThat(registry.actions())
                .extracting(action -> action.ref().toString())
                .isSorted();
        assertThat(registry.packs()).extracting(pack -> pack.pack().ref()).containsExactly("alpha", "plant");
    }

    @Test
    void rulesThatAskForTheSameParametersShareATrigger() {
        put("core", List.of(webhookType()));
        putRules(rule("a", webhook("deploy")), rule("b", webhook("deploy")), rule("c", webhook("/build/")));

        assertThat(registry.triggers()).hasSize(2);
        assertThat(registry.webhooks("deploy"))
                .singleElement()
                .satisfies(trigger -> assertThat(trigger.type()).isEqualTo(WEBHOOK));
        assertThat(registry.webhooks("build")).hasSize(1);
        assertThat(registry.webhooks("nothing")).isEmpty();
        assertThat(registry.webhooks()).hasSize(2);
    }

    @Test
    void aTriggerGoesWithTheLastRuleThatAskedForIt() {
        put("core", List.of(webhookType()));
        putRules(rule("a", webhook("deploy")), rule("b", webhook("deploy")));

        registry.putRules(Set.of(Ref.of("plant", "a")), List.of(), Map.of());
        int withOne = registry.webhooks("deploy").size();
        registry.putRules(Set.of(Ref.of("plant", "a"), Ref.of("plant", "b")), List.of(), Map.of());

        assertThat(withOne).isEqualTo(1);
        assertThat(registry.webhooks("deploy")).isEmpty();
        assertThat(registry.triggers()).isEmpty();
    }

    @Test
    void aRuleWhoseTriggerTypeIsNotThereHasNoTriggerYet() {
        putRules(rule("a", webhook("deploy")));
        boolean before = registry.triggers().isEmpty();

        put("core", List.of(webhookType()));

        assertThat(before).isTrue();
        assertThat(registry.webhooks("deploy")).hasSize(1);
    }

    @Test
    void aTriggerTypeIsHeardWhileAnEnabledRuleAsksForIt() {
        Rule on = rule("a", webhook("deploy"));
        boolean before = registry.hears(WEBHOOK);
        putRules(on.with(false, false));
        boolean whileOff = registry.hears(WEBHOOK);
        putRules(on, rule("b", webhook("build")));
        boolean whileOn = registry.hears(WEBHOOK);

        registry.putRules(Set.of(Ref.of("plant", "a")), List.of(), Map.of());
        boolean withTheOther = registry.hears(WEBHOOK);
        registry.putRules(Set.of(Ref.of("plant", "a"), Ref.of("plant", "b")), List.of(), Map.of());

        assertThat(before).isFalse();
        assertThat(whileOff).isFalse();
        assertThat(whileOn).isTrue();
        assertThat(withTheOther).isTrue();
        assertThat(registry.hears(WEBHOOK)).isFalse();
    }

    @Test
    void aRuleOverSeveralEventsAsksForTheTriggerOfEach() {
        Trigger deploy = webhook("deploy");
        Trigger unknown = Trigger.of(Ref.of("plant", "stat"), Map.of());
        Rule of = rule("a", deploy);
        When when = new When(
                new Form.Any(List.of(
                        new EventPattern("built", webhook("build"), List.of(), null),
                        new EventPattern("deployed", deploy, List.of(), null))),
                List.of(new EventPattern("up", unknown, List.of(), null)),
                Map.of(),
                null,
                null);
        Rule rule = new Rule(
                of.ref(),
                null,
                true,
                false,
                of.type(),
                webhook("build"),
                List.of(),
                null,
                of.actions(),
                0,
                List.of(),
                Map.of(),
                null,
                null,
                when,
                Limits.NONE);
        put("core", List.of(webhookType()));
        put("plant", List.of(Plant.state()));

        putRules(rule);

        assertThat(registry.webhooks("deploy")).hasSize(1);
        assertThat(registry.webhooks("build")).hasSize(1);
        assertThat(new RuleWaits(registry).reasons(rule))
                .containsExactly("Trigger type 'plant.stat' is not registered. Did you mean 'plant.state'?"
                        + " Register the pack that declares it, or correct the rule.");
    }

    @Test
    void aPayloadIsCheckedWithTheNewestSchema() {
        TriggerType old = Plant.state();
        put("plant", List.of(old));
        List<String> before = registry.payloadCheck(old).violations(Map.of("host", 1L));
        TriggerType changed = new TriggerType(
                Rules.STATE,
                null,
                Map.of("type", "object", "properties", Map.of("host", Map.of("type", "integer"))),
                Map.of(),
                List.of(),
                null);

        put("plant", List.of(changed));
        List<String> late = registry.payloadCheck(old).violations(Map.of("host", 1L));
        List<String> after = registry.payloadCheck(changed).violations(Map.of("host", 1L));

        assertThat(before).hasSize(1);
        assertThat(late).hasSize(1);
        assertThat(after).isEmpty();
    }

    @Test
    void pathsLoseTheSlashesAtTheirEnds() {
        assertThat(WebhookPath.withoutSlashes("//a/b/")).isEqualTo("a/b");
        assertThat(WebhookPath.withoutSlashes("/")).isEmpty();
        assertThat(WebhookPath.withoutSlashes("a")).isEqualTo("a");
    }

    @Test
    void anActionsWordWinsOverItsRunners() {
        RunnerType runner = new RunnerType(
                "r",
                "",
                Map.of(
                        "timeout", Map.of("type", "integer", "default", 60L),
                        "password", Map.of("type", "string", "secret", true)),
                null,
                true);
        Map<String, @Nullable Object> parameters = Map.of(
                "timeout", Map.of("default", 5L, "immutable", true), "token", Map.of("type", "string", "secret", true));

        CallableAction callable = CallableAction.of(
                new Action(Plant.ACT, null, true, "r", "", null, parameters, null, null, List.of(), null, false, null),
                runner,
                "1");

        assertThat(callable.parameters().get("timeout"))
                .isEqualTo(Map.of("type", "integer", "default", 5L, "immutable", true));
        assertThat(callable.isImmutable("timeout")).isTrue();
        assertThat(callable.isImmutable("token")).isFalse();
        assertThat(callable.secrets()).containsOnlyKeys("password", "token");
    }

    private void put(String pack, List<TriggerType> types) {
        registry.putPack(
                registered(pack),
                List.of(CallableAction.of(Plant.action(Ref.of(pack, "act"), "effects", false), RUNNER, "1")),
                types,
                List.of(),
                Map.of());
    }

    private static RegisteredPack registered(String ref) {
        Pack pack = Plant.pack(ref, Path.of("packs", ref));
        return new RegisteredPack(pack, List.of(), List.of(), List.of(), Map.of());
    }

    private void putRules(Rule... rules) {
        registry.putRules(
                Set.of(),
                Arrays.stream(rules)
                        .map(rule -> new RegisteredRule(rule, 1, true, null, List.of(), Instant.EPOCH))
                        .toList(),
                Map.of());
    }

    private static TriggerType webhookType() {
        return new TriggerType(
                WEBHOOK,
                null,
                Map.of(),
                Map.of("type", "object", "properties", Map.of("url", Map.of("type", "string", "required", true))),
                List.of(),
                null);
    }

    private static Trigger webhook(String url) {
        return Trigger.of(WEBHOOK, Map.of("url", url));
    }

    private static Rule rule(String name, Trigger trigger) {
        return new Rule(
                Ref.of("plant", name),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                trigger,
                List.of(),
                null,
                List.of(new ActionCall(Plant.ACT, Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                null);
    }
}

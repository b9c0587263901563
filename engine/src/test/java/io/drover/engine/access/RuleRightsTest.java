package io.drover.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Roles;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Rule;
import io.drover.model.rule.When;
import io.drover.model.trigger.Trigger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleRightsTest {
    private static final Role RUNNER =
            new Role("runner", null, List.of(new Grant("action:core:local", Set.of(Permission.ACTION_EXECUTE))));
    private static final Trigger PLAIN = new Trigger(Ref.of("plant", "alert"), Ref.of("plant", "alert"), Map.of());
    private static final Trigger HOOK =
            new Trigger(Ref.of("core", "abc"), Ref.of("core", "st2.webhook"), Map.of("url", "/deploy/"));

    private final Roster roster = new Roster(Set.of("root"));
    private final RuleRights rights = new RuleRights(roster);

    private void runnerIs(String... users) {
        roster.files(new Roles.Files(
                List.of(RUNNER),
                List.of(users).stream()
                        .map(user -> new RoleAssignment(user, "runner", null, "file", false))
                        .toList(),
                Map.of()));
    }

    private static Rule rule(Trigger trigger, String action, String maker, @Nullable String file) {
        return new Rule(
                Ref.of("default", "r"),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                trigger,
                List.of(),
                null,
                List.of(new ActionCall(Ref.parse(action), Map.of(), null)),
                0,
                List.of(),
                Map.of("user", maker),
                file);
    }

    private Principal bob() {
        return new Principal("bob", roster.rolesOf("bob"), "none");
    }

    @Test
    void s23RefusesToSaveARuleWhoseActionItsMakerMayNotRun() {
        runnerIs("bob");

        rights.requireToMake(rule(PLAIN, "core.local", "bob", null), bob());
        assertThatThrownBy(() -> rights.requireToMake(rule(PLAIN, "core.noop", "bob", null), bob()))
                .hasMessageContaining("\"action_execute\" on resource \"action:core:noop\"");
    }

    @Test
    void s23RefusesToSaveARuleThatMakesAWebhookWithoutTheRightTo() {
        runnerIs("bob");

        assertThatThrownBy(() -> rights.requireToMake(rule(HOOK, "core.local", "bob", null), bob()))
                .hasMessageContaining("\"webhook_create\" on resource \"webhook:deploy\"");
    }

    @Test
    void s23RefusesToSaveARuleOneOfWhoseEventsMakesAWebhookWithoutTheRightTo() {
        runnerIs("bob");
        Rule plain = rule(PLAIN, "core.local", "bob", null);
        When when = new When(
                new Form.Any(List.of(
                        new EventPattern("a", PLAIN, List.of(), null), new EventPattern("b", HOOK, List.of(), null))),
                List.of(),
                Map.of(),
                null,
                null);
        Rule several = new Rule(
                plain.ref(),
                null,
                true,
                false,
                plain.type(),
                PLAIN,
                List.of(),
                null,
                plain.actions(),
                0,
                List.of(),
                plain.context(),
                null,
                null,
                when,
                Limits.NONE);

        assertThatThrownBy(() -> rights.requireToMake(several, bob()))
                .hasMessageContaining("\"webhook_create\" on resource \"webhook:deploy\"");
    }

    @Test
    void s23RefusesToRunARuleWhoseMakerLostTheRight() {
        runnerIs("bob");
        assertThat(rights.missing(rule(PLAIN, "core.local", "bob", null), Ref.parse("core.local")))
                .isNull();

        runnerIs();

        assertThat(rights.missing(rule(PLAIN, "core.local", "bob", null), Ref.parse("core.local")))
                .contains("bob")
                .contains("action_execute")
                .contains("action:core:local");
    }

    @Test
    void rulesOfFilesAndOfAdministratorsMayCallEverything() {
        assertThat(rights.missing(rule(PLAIN, "core.local", "bob", "rules/r.yaml"), Ref.parse("core.local")))
                .isNull();
        assertThat(rights.missing(rule(PLAIN, "core.local", "root", null), Ref.parse("core.local")))
                .isNull();
    }
}

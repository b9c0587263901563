package io.drover.engine.access;

import static io.drover.model.access.Permission.ACTION_EXECUTE;
import static io.drover.model.access.Permission.DEAD_LETTER_DELETE;
import static io.drover.model.access.Permission.DEAD_LETTER_RE_EMIT;
import static io.drover.model.access.Permission.EXECUTION_RERUN;
import static io.drover.model.access.Permission.EXECUTION_STOP;
import static io.drover.model.access.Permission.INQUIRY_RESPOND;
import static io.drover.model.access.Permission.KEY_VALUE_PAIR_DELETE;
import static io.drover.model.access.Permission.KEY_VALUE_PAIR_SET;
import static io.drover.model.access.Permission.REPORT_QUERY;
import static io.drover.model.access.Permission.RUNNER_TYPE_MODIFY;
import static io.drover.model.access.Permission.SENSOR_TYPE_MODIFY;
import static io.drover.model.access.Permission.SILENCE_MANAGE;
import static io.drover.model.access.Permission.TRIGGER_INSTANCE_EMIT;
import static io.drover.model.access.Permission.TRIGGER_INSTANCE_RE_EMIT;
import static io.drover.model.access.Permission.WEBHOOK_SEND;

import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Role;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The roles of the platform, from the weakest on: a viewer looks, an operator runs what is there, an author changes rules
 * and what belongs to them, an administrator does everything. None but the last brings in code.
 */
final class SystemRoles {
    /** StackStorm's name for a viewer. */
    private static final String OBSERVER = "observer";

    private static final Set<Permission> VIEWER = looking();
    private static final Set<Permission> OPERATOR = with(
            VIEWER,
            EnumSet.of(
                    ACTION_EXECUTE,
                    EXECUTION_RERUN,
                    EXECUTION_STOP,
                    INQUIRY_RESPOND,
                    WEBHOOK_SEND,
                    TRIGGER_INSTANCE_EMIT,
                    TRIGGER_INSTANCE_RE_EMIT,
                    DEAD_LETTER_RE_EMIT,
                    DEAD_LETTER_DELETE,
                    SENSOR_TYPE_MODIFY,
                    RUNNER_TYPE_MODIFY,
                    REPORT_QUERY,
                    SILENCE_MANAGE,
                    Permission.ACTION_ALIAS_MATCH,
                    Permission.ACTION_ALIAS_HELP,
                    Permission.EXECUTION_VIEWS_FILTERS_LIST));
    private static final Set<Permission> AUTHOR = with(
            with(OPERATOR, of("rule", "action_alias", "policy", "webhook")),
            EnumSet.of(KEY_VALUE_PAIR_SET, KEY_VALUE_PAIR_DELETE));

    private SystemRoles() {}

    static List<Role> all() {
        return List.of(
                role(Principal.ADMIN, "May do everything.", Set.of()),
                role("author", "May change rules, aliases and policies, and do what an operator may.", AUTHOR),
                role(OBSERVER, "The same as viewer, under StackStorm's name.", VIEWER),
                role(
                        "operator",
                        "May run actions, stop executions, take events and silence rules, and do what a viewer may.",
                        OPERATOR),
                role(Principal.SYSTEM_ADMIN, "The same as admin, under StackStorm's name.", Set.of()),
                role("viewer", "May look at everything but secrets.", VIEWER));
    }

    private static Role role(String name, String description, Set<Permission> permissions) {
        return new Role(name, description, permissions.isEmpty() ? List.of() : List.of(new Grant(null, permissions)));
    }

    // keys and roles tell how to get in: who looks at them has to have more than a look in mind
    private static Set<Permission> looking() {
        Set<Permission> looking = EnumSet.noneOf(Permission.class);
        Arrays.stream(Permission.values())
                .filter(permission -> permission.isGranted() && permission.isLooking())
                .filter(permission -> !Set.of("role", "user").contains(permission.resourceType()))
                .forEach(looking::add);
        return looking;
    }

    private static Set<Permission> of(String... types) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        Arrays.stream(Permission.values())
                .filter(permission -> List.of(types).contains(permission.resourceType()))
                .forEach(all::add);
        return all;
    }

    private static Set<Permission> with(Set<Permission> some, Set<Permission> more) {
        Set<Permission> all = EnumSet.copyOf(some);
        all.addAll(more);
        return all;
    }
}

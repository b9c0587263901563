package io.drover.engine.access;

import io.drover.engine.api.Access;
import io.drover.engine.catalog.WebhookPath;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * A rule is no way around rights: who makes or changes it must hold those of what it does, and still hold them when it does
 * it. Rules of files answer to whoever can write the files.
 */
public record RuleRights(Access access) {
    private static final String WEBHOOK = "core.st2.webhook";

    /** Refuses with {@code PERMISSION_DENIED} a rule that may do more than the one who makes it. */
    public void requireToMake(Rule rule, Principal by) {
        for (ActionCall call : rule.actions()) {
            access.require(by, Permission.ACTION_EXECUTE, action(call.ref()));
        }
        for (Trigger trigger : rule.triggers()) {
            if (trigger.type().toString().equals(WEBHOOK)) {
                Object url = trigger.parameters().get("url");
                access.require(
                        by,
                        Permission.WEBHOOK_CREATE,
                        Resource.of("webhook:" + WebhookPath.withoutSlashes(String.valueOf(url))));
            }
        }
    }

    /** {@return why a rule may not call an action now; null where it may} */
    public @Nullable String missing(Rule rule, Ref action) {
        if (rule.metadataFile() != null || !(rule.context().get("user") instanceof String user)) {
            return null;
        }
        Principal maker = new Principal(user, access.rolesOf(user), "rule");
        if (access.may(maker, Permission.ACTION_EXECUTE, action(action))) {
            return null;
        }
        return "User \"" + user + "\", who made the rule, doesn't have required permission \""
                + Permission.ACTION_EXECUTE.word() + "\" on resource \"" + Kind.ACTION.uid(action)
                + "\". Let somebody who has it save the rule.";
    }

    private static Resource action(Ref ref) {
        return Resource.of(Kind.ACTION.uid(ref), Kind.PACK.uid(ref.pack()));
    }
}

package io.drover.restapi.access;

import io.drover.engine.api.Access;
import io.drover.engine.api.Catalog;
import io.drover.engine.api.RegisteredRule;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.pack.Ref;
import java.util.List;

/**
 * Who may see values that events carry, wherever they turn up: as keys of what rules collect, in messages, in rendered
 * parameters. It is whoever may read the events themselves.
 */
public final class PayloadRights {
    private final Access access;
    private final Catalog catalog;

    public PayloadRights(Access access, Catalog catalog) {
        this.access = access;
        this.catalog = catalog;
    }

    /** {@return whether somebody may see what any event carries} */
    public boolean ofAll(Principal who) {
        return access.may(who, Permission.TRIGGER_VIEW, null);
    }

    /** {@return whether somebody may see what the events carry that a rule asks for; of a rule that is gone, any event} */
    public boolean ofRule(Principal who, Ref rule) {
        return ofAll(who)
                || catalog.rule(rule.toString())
                        .map(RegisteredRule::rule)
                        .map(known -> ofTypes(who, known.triggerTypes()))
                        .orElse(false);
    }

    private boolean ofTypes(Principal who, List<Ref> types) {
        return types.stream().allMatch(type -> access.may(who, Permission.TRIGGER_VIEW, Subjects.ofTriggerType(type)));
    }
}

package io.drover.restapi.access;

import io.drover.engine.api.Access;
import io.drover.engine.api.Catalog;
import io.drover.engine.api.EntryPoints;
import io.drover.engine.api.Events;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.RuleHistory;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleRevision;
import java.util.List;
import java.util.Optional;

/**
 * Who may see values that events carry, wherever they turn up: as keys of what rules collect, in messages, in rendered
 * parameters. It is whoever may read the events themselves.
 */
public final class PayloadRights {
    /** What a revision's document has in the place of one trigger. */
    private static final String SEVERAL_EVENTS = "when";

    private static final String ONE_EVENT = "trigger";

    private final Access access;
    private final Catalog catalog;
    private final Events events;
    private final RuleHistory history;

    public PayloadRights(EntryPoints engine) {
        this.access = engine.access();
        this.catalog = engine.catalog();
        this.events = engine.events();
        this.history = engine.ruleHistory();
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

    /**
     * {@return whether somebody may see what is kept of an enforcement: values of its own event, whatever its rule asks for today,
     * and of the others that its rule collected; where nobody can tell any more which those were, any event}
     */
    public boolean ofEnforcement(Principal who, RuleEnforcement enforcement) {
        return ofAll(who)
                || (events.find(enforcement.triggerInstance())
                                .filter(event -> ofTypes(who, List.of(event.triggerType())))
                                .isPresent()
                        && ofCollected(who, enforcement));
    }

    private boolean ofCollected(Principal who, RuleEnforcement enforcement) {
        Optional<RegisteredRule> same = catalog.rule(enforcement.rule().toString())
                .filter(rule -> rule.revision() == enforcement.ruleRevision());
        return same.isPresent()
                ? ofTypes(who, same.orElseThrow().rule().triggerTypes())
                : history.revisions(enforcement.rule()).stream()
                        .filter(revision -> revision.number() == enforcement.ruleRevision())
                        .map(RuleRevision::document)
                        .anyMatch(document -> document != null
                                && document.containsKey(ONE_EVENT)
                                && !document.containsKey(SEVERAL_EVENTS));
    }

    private boolean ofTypes(Principal who, List<Ref> types) {
        return types.stream().allMatch(type -> access.may(who, Permission.TRIGGER_VIEW, Subjects.ofTriggerType(type)));
    }
}

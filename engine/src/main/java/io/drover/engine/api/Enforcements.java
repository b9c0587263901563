package io.drover.engine.api;

import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.util.Optional;

/** What came of matches. */
public interface Enforcements {

    Optional<RuleEnforcement> find(String id);

    /** As {@link io.drover.model.store.RuleEnforcements#list}. */
    Listing<RuleEnforcement> list(Query query);
}

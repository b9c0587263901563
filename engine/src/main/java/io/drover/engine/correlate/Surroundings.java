package io.drover.engine.correlate;

import io.drover.engine.match.RuleLanguage;
import io.drover.model.rule.RuleState;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/**
 * What all rules of a correlation share.
 *
 * @param lateness how far behind the clock an event may come and is still collected
 * @param dues what waits for the clock because something comes of it
 * @param expiry what waits for the clock to be let go
 * @param holdings how much the rules hold together
 * @param found takes what came of events
 * @param forgotten takes the names of stored states that nothing asks for any more: they may go from the store now or later
 */
record Surroundings(
        RuleLanguage language,
        Silencing silencing,
        Duration lateness,
        Dues dues,
        Expiry expiry,
        Holdings holdings,
        Collection<Found> found,
        Set<RuleState.Name> forgotten) {}

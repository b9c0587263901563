package io.drover.engine.correlate;

import io.drover.engine.match.RuleLanguage;
import java.time.Duration;
import java.util.Collection;

/**
 * What all rules of a correlation share.
 *
 * @param lateness how far behind the clock an event may come and is still collected
 * @param found takes what came of events
 */
record Surroundings(
        RuleLanguage language, Silencing silencing, Duration lateness, Dues dues, Collection<Found> found) {}

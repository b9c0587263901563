package io.drover.engine.correlate.plane;

import io.drover.model.rule.Rule;

/**
 * A rule that is to be run, or, where it is not correlated, that is run no more from a version of the rules on.
 *
 * @param effectiveFrom the first version of the rules that its revision belongs to: events that were accepted under an earlier
 *     one are none of its own
 */
public record ActiveRule(Rule rule, int revision, long effectiveFrom) {}

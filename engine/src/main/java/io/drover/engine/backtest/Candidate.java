package io.drover.engine.backtest;

import io.drover.model.rule.Rule;

/**
 * A version of a rule that is tried.
 *
 * @param label what people call it, such as {@code ops.disk_full@3}
 */
record Candidate(Rule rule, int revision, String label) {}

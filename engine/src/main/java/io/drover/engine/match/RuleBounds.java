package io.drover.engine.match;

/**
 * What rules may ask for before one is quarantined.
 *
 * @param mostOverruns for how many events within an hour a rule may run over its budget of time
 * @param mostMatches how often a rule may match within a minute
 * @param mostHeld how many events the rules of a pack may hold together; the rule that holds most has to go
 */
public record RuleBounds(int mostOverruns, int mostMatches, long mostHeld) {}

package io.drover.model.rule;

import io.drover.model.pack.Ref;
import java.time.Instant;

/**
 * Errors of one clause of a rule within an hour: the first is an enforcement of its own, the others are only counted.
 *
 * @param clause the clause's text
 * @param hour the start of the hour
 */
public record ClauseError(
        Ref rule, int ruleRevision, String clause, Instant hour, String message, String firstInstance, long count) {}

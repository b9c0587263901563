package io.drover.model.pack;

import io.drover.model.rule.Limits;

/**
 * A YAML file with nothing but the limits of a rule in DRL.
 *
 * @param rule the ref of that rule
 * @param file as in {@link Problem#file()}
 * @param line where the limits stand
 */
public record ProgramLimits(Ref rule, Limits limits, String file, int line) {}

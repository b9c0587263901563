package io.drover.model.rule;

import io.drover.model.pack.Checked;

/**
 * A file of rule tests.
 *
 * @param name as in {@link io.drover.model.pack.Problem#file()}
 * @param test absent where the file cannot be read
 */
public record RuleTestFile(String name, Checked<RuleTest> test) {}

/** Tests of rules: a rule is tried on events under a clock of their own, in memory, by the code that correlates and renders in production. */
@NullMarked
package io.drover.engine.ruletest;

import org.jspecify.annotations.NullMarked;

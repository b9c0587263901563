/**
 * The match plane's meaning: a rule's criteria as a tree of clauses, what every operator says, a pure evaluator that
 * records each step, and the port of the matcher that does the same fast.
 */
@NullMarked
package io.drover.engine.match;

import org.jspecify.annotations.NullMarked;

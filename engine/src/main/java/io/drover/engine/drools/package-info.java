/**
 * The matcher of single events on Drools: rules as an executable model, built through the Java API.
 *
 * <p>A rule becomes one chain of constraints: its trigger, then its equalities on canonical keys, which Drools looks up in
 * hash tables, then its other clauses as predicates, then one that takes the match down. Equal beginnings of rules are one
 * chain. That is all that is used of Drools here: no working memory outlives a batch, and no agenda is needed.
 */
@NullMarked
package io.drover.engine.drools;

import org.jspecify.annotations.NullMarked;

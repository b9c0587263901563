/**
 * Rules over several events: what they have collected by key, decided in the order of acceptance under a clock of its own.
 *
 * <p>Which of a rule's events an event is, is matched with all others in one network; what comes together is kept in small states by
 * rule and key, and is not joined by the rules engine, on purpose. A match uses its events up, so that what is open cannot be
 * found again by replaying a window: whether an event is still there depends on all matches before, and these states are
 * stored instead. Later events are asked for only where the earlier ones are there, which a state knows and a join would find out
 * for each pair. And a state is bounded by how it is made: one event of a kind and key for {@code sequence} and {@code all}, one less
 * than its number for {@code count}, so that no rule ever joins hugely; only a window over which something is calculated is as long
 * as its events are many.
 */
@NullMarked
package io.drover.engine.correlate;

import org.jspecify.annotations.NullMarked;

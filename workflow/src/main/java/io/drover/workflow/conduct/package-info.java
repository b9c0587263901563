/**
 * The conductor: a pure function from the state of a run and an event to the next state and the actions to be run. It has
 * no thread, no clock and no store; whoever calls it keeps the state and carries the actions out.
 */
@NullMarked
package io.drover.workflow.conduct;

import org.jspecify.annotations.NullMarked;

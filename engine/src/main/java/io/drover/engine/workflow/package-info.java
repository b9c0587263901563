/** Runs workflows: what follows from the end of a task is committed together with that end. */
@NullMarked
package io.drover.engine.workflow;

import org.jspecify.annotations.NullMarked;

/** Runs of workflows as they are stored. */
@NullMarked
package io.drover.model.workflow;

import org.jspecify.annotations.NullMarked;

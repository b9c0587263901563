/** Tables of runs of workflows and of their state. */
@NullMarked
package io.drover.persistence.workflow;

import org.jspecify.annotations.NullMarked;

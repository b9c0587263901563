/** Workflows run in memory with results made up, for tests of workflows and for comparison with StackStorm. */
@NullMarked
package io.drover.workflow.rehearse;

import org.jspecify.annotations.NullMarked;

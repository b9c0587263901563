/** Workflows as they are written: the YAML text with its places, the tasks in it, and the graph that they make. */
@NullMarked
package io.drover.workflow.definition;

import org.jspecify.annotations.NullMarked;

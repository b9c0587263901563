/** Workflows as pictures: what there is to draw of one, and its text for programs that draw. */
@NullMarked
package io.drover.workflow.graph;

import org.jspecify.annotations.NullMarked;

/** What is wrong with a workflow before it runs, in the structure in which StackStorm tells it. */
@NullMarked
package io.drover.workflow.inspect;

import org.jspecify.annotations.NullMarked;

/** One run of an action: its status, its log, its output and its trace. */
@NullMarked
package io.drover.model.execution;

import org.jspecify.annotations.NullMarked;

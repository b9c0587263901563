/** Tables of executions and their output. */
@NullMarked
package io.drover.persistence.execution;

import org.jspecify.annotations.NullMarked;

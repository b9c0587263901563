/** Keys of programs, and tokens of running actions. */
@NullMarked
package io.drover.engine.access;

import org.jspecify.annotations.NullMarked;

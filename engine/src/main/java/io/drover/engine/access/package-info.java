/** Keys of programs. */
@NullMarked
package io.drover.engine.access;

import org.jspecify.annotations.NullMarked;

/** Triggers that time makes. */
@NullMarked
package io.drover.model.timer;

import org.jspecify.annotations.NullMarked;

/** Timers in the database. */
@NullMarked
package io.drover.persistence.timer;

import org.jspecify.annotations.NullMarked;

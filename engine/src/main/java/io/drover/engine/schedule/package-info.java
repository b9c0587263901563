/** When timers are due: pure functions of time. */
@NullMarked
package io.drover.engine.schedule;

import org.jspecify.annotations.NullMarked;

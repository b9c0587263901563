/** Time as a source of events. */
@NullMarked
package io.drover.engine.timer;

import org.jspecify.annotations.NullMarked;

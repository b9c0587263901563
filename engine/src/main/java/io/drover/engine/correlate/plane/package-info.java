/**
 * Runs rules over several events, and rules with limits, over committed events: those of each pack on a thread of their own.
 * What came of them, what they have collected and how far they have come are one commit.
 */
@NullMarked
package io.drover.engine.correlate.plane;

import org.jspecify.annotations.NullMarked;

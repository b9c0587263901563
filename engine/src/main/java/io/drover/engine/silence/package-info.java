/**
 * Silences, maintenance windows and freezes: what is in force is held in memory, so that it costs nothing while nothing is;
 * it is changed by commits, which other nodes follow within a second or two.
 */
@NullMarked
package io.drover.engine.silence;

import org.jspecify.annotations.NullMarked;

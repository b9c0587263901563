/** Rules over several events: what they have collected by key, decided in the order of acceptance under a clock of its own. */
@NullMarked
package io.drover.engine.correlate;

import org.jspecify.annotations.NullMarked;

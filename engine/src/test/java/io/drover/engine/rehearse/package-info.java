/** An engine without surroundings: a store in memory, a clock that stands still, packs that are made of values. */
@NullMarked
package io.drover.engine.rehearse;

import org.jspecify.annotations.NullMarked;

/** Telling what was committed to whoever listens. */
@NullMarked
package io.drover.engine.feed;

import org.jspecify.annotations.NullMarked;

/** The engine: what is registered, and the way of an event from its acceptance to the result of what it caused. */
@NullMarked
package io.drover.engine;

import org.jspecify.annotations.NullMarked;

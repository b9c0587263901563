/** How sources of events are heard, and that one has gone silent is an event itself. */
@NullMarked
package io.drover.engine.source;

import org.jspecify.annotations.NullMarked;

/**
 * What happened to an event, as spans of distributed tracing: taken from what was committed, so that a span is told of what
 * is so, and told though the daemon was restarted in between. Where spans go is the daemon's concern.
 */
@NullMarked
package io.drover.engine.trace;

import org.jspecify.annotations.NullMarked;

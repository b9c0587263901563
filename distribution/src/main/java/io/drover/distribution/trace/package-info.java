/** Sends the engine's spans to an OpenTelemetry collector. The only place that knows OpenTelemetry's libraries. */
@NullMarked
package io.drover.distribution.trace;

import org.jspecify.annotations.NullMarked;

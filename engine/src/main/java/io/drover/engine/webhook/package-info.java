/** Events that come by HTTP, and what could not be accepted. */
@NullMarked
package io.drover.engine.webhook;

import org.jspecify.annotations.NullMarked;

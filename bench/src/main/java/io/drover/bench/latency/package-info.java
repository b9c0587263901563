/** How long one execution takes while nothing else is to be done. */
@NullMarked
package io.drover.bench.latency;

import org.jspecify.annotations.NullMarked;

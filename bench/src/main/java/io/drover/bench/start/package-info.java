/** How long the daemon takes until it works. */
@NullMarked
package io.drover.bench.start;

import org.jspecify.annotations.NullMarked;

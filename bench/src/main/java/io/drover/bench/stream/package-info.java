/** How fast events reach the clients of the stream. */
@NullMarked
package io.drover.bench.stream;

import org.jspecify.annotations.NullMarked;

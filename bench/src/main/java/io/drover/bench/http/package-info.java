/** Just enough HTTP/1.1 to put a daemon under load without taking its processor time. */
@NullMarked
package io.drover.bench.http;

import org.jspecify.annotations.NullMarked;

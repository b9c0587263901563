/** Event streams: what happens, sent to clients as it happens. */
@NullMarked
package io.drover.restapi.stream;

import org.jspecify.annotations.NullMarked;

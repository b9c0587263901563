/** Java objects that components deliver, as JSON values. */
@NullMarked
package io.drover.camelroutes.value;

import org.jspecify.annotations.NullMarked;

/** Tests of where routes take their exchanges from. */
@NullMarked
package io.drover.camelroutes.source;

import org.jspecify.annotations.NullMarked;

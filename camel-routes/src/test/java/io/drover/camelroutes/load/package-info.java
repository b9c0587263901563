/** Tests of the loading of routes. */
@NullMarked
package io.drover.camelroutes.load;

import org.jspecify.annotations.NullMarked;

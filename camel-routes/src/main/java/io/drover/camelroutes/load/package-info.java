/** One CamelContext per pack, and the route files that live in it. */
@NullMarked
package io.drover.camelroutes.load;

import org.jspecify.annotations.NullMarked;

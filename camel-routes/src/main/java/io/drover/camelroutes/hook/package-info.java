/** HTTP sources of routes on the daemon's own server. */
@NullMarked
package io.drover.camelroutes.hook;

import org.jspecify.annotations.NullMarked;

/** How the daemon is doing: for load balancers, and for Prometheus. */
@NullMarked
package io.drover.restapi.health;

import org.jspecify.annotations.NullMarked;

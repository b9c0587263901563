/** Speaking to the REST API of the daemon. */
@NullMarked
package io.drover.cli.api;

import org.jspecify.annotations.NullMarked;

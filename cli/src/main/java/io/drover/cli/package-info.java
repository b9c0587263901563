/** The {@code drover} command: finding the daemon, and from arguments to an exit code. */
@NullMarked
package io.drover.cli;

import org.jspecify.annotations.NullMarked;

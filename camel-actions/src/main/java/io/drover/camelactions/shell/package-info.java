/** Runners of commands and scripts on this machine, each in a session of its own so that it can be stopped as a whole. */
@NullMarked
package io.drover.camelactions.shell;

import org.jspecify.annotations.NullMarked;

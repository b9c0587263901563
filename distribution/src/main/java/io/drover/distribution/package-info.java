/** The daemon: its parts wired together, its start and its end. */
@NullMarked
package io.drover.distribution;

import org.jspecify.annotations.NullMarked;

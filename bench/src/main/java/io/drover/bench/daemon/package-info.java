/** The daemon under test: its process, its HTTP API, and what it takes of the machine. */
@NullMarked
package io.drover.bench.daemon;

import org.jspecify.annotations.NullMarked;

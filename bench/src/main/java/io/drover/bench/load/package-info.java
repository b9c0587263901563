/** Load on a webhook at a fixed rate or as much as it takes, and what came of it. */
@NullMarked
package io.drover.bench.load;

import org.jspecify.annotations.NullMarked;

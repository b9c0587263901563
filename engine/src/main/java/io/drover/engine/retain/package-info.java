/** How long things are kept. */
@NullMarked
package io.drover.engine.retain;

import org.jspecify.annotations.NullMarked;

/** Names for what is made here. */
@NullMarked
package io.drover.engine.ids;

import org.jspecify.annotations.NullMarked;

/** Packs and what they contain, as read from a folder; refs, ids, and the problems found while reading. */
@NullMarked
package io.drover.model.pack;

import org.jspecify.annotations.NullMarked;

/** The folders of packs, and what changes in them. */
@NullMarked
package io.drover.distribution.packs;

import org.jspecify.annotations.NullMarked;

/** The objects of a pack, read from values that know their place, and written as documents again. */
@NullMarked
package io.drover.ruledsl.read;

import org.jspecify.annotations.NullMarked;

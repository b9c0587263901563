/** Work that is done over and over. */
@NullMarked
package io.drover.engine.repeat;

import org.jspecify.annotations.NullMarked;

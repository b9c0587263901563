/** Removing what is old. */
@NullMarked
package io.drover.persistence.purge;

import org.jspecify.annotations.NullMarked;

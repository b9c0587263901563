/** The one exception tree: what went wrong for the caller or in the surroundings, by code. */
@NullMarked
package io.drover.model.error;

import org.jspecify.annotations.NullMarked;

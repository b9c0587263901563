/** Silences and freezes in the database. */
@NullMarked
package io.drover.persistence.silence;

import org.jspecify.annotations.NullMarked;

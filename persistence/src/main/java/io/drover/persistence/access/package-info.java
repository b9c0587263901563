/** The table of API keys. */
@NullMarked
package io.drover.persistence.access;

import org.jspecify.annotations.NullMarked;

/** The table of the datastore. */
@NullMarked
package io.drover.persistence.datastore;

import org.jspecify.annotations.NullMarked;

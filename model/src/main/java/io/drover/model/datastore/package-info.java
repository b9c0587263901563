/** What is kept in the datastore: texts by name. */
@NullMarked
package io.drover.model.datastore;

import org.jspecify.annotations.NullMarked;

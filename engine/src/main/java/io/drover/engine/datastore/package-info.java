/** The datastore: texts by name, some of them secret. */
@NullMarked
package io.drover.engine.datastore;

import org.jspecify.annotations.NullMarked;

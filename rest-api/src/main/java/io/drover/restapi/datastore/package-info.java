/** Operations on the datastore. */
@NullMarked
package io.drover.restapi.datastore;

import org.jspecify.annotations.NullMarked;

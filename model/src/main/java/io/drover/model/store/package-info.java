/** The port to the database: one transaction per step, typed collections inside it. */
@NullMarked
package io.drover.model.store;

import org.jspecify.annotations.NullMarked;

/** Values that must not be read by who reads the database. */
@NullMarked
package io.drover.engine.secret;

import org.jspecify.annotations.NullMarked;

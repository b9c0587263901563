/** Bringing what is registered to what files and the API say. */
@NullMarked
package io.drover.engine.register;

import org.jspecify.annotations.NullMarked;

/** Who is asking, and the keys with which programs ask. */
@NullMarked
package io.drover.restapi.access;

import org.jspecify.annotations.NullMarked;

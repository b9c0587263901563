/** Policies on actions, and the types they have. */
@NullMarked
package io.drover.restapi.policies;

import org.jspecify.annotations.NullMarked;

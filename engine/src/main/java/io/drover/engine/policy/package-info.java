/** Policies on actions: how many executions may be under way at a time, and which are repeated when they fail. */
@NullMarked
package io.drover.engine.policy;

import org.jspecify.annotations.NullMarked;

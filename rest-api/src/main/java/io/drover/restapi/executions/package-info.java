/** Operations on runs of actions. */
@NullMarked
package io.drover.restapi.executions;

import org.jspecify.annotations.NullMarked;

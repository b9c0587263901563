/** From a match to executions: parameters rendered, cast, checked. */
@NullMarked
package io.drover.engine.enforce;

import org.jspecify.annotations.NullMarked;

/** What DRL rules see of the events of a trigger type. */
@NullMarked
package io.drover.engine.fact;

import org.jspecify.annotations.NullMarked;

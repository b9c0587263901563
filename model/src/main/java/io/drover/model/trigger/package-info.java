/** What comes in: trigger types, triggers, their instances, sensors, and what had to be refused. */
@NullMarked
package io.drover.model.trigger;

import org.jspecify.annotations.NullMarked;

/** Time in tests: a clock that stands still until it is moved, and waiting that has an end. */
@NullMarked
package io.drover.testkit.time;

import org.jspecify.annotations.NullMarked;

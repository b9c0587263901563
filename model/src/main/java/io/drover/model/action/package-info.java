/** Actions, and the runners that carry them out. */
@NullMarked
package io.drover.model.action;

import org.jspecify.annotations.NullMarked;

/** From an emission to its commit: checked, matched, enforced, committed in batches. */
@NullMarked
package io.drover.engine.dispatch;

import org.jspecify.annotations.NullMarked;

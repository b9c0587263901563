/** Why a rule did or did not fire for an event. */
@NullMarked
package io.drover.engine.explain;

import org.jspecify.annotations.NullMarked;

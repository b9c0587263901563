/** Limits between the matches of a rule and its actions: pure state by key, moved on by matches and by the clock. */
@NullMarked
package io.drover.engine.limit;

import org.jspecify.annotations.NullMarked;

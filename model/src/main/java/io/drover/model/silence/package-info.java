/** What keeps the matches of rules from their actions for a time: silences, maintenance windows and freezes. */
@NullMarked
package io.drover.model.silence;

import org.jspecify.annotations.NullMarked;

/** Silences, maintenance windows and freezes: what keeps the matches of rules from their actions. */
@NullMarked
package io.drover.restapi.silences;

import org.jspecify.annotations.NullMarked;

/** Text to model and back: packs, rules, actions and trigger types, with every problem by line and column. */
@NullMarked
package io.drover.ruledsl;

import org.jspecify.annotations.NullMarked;

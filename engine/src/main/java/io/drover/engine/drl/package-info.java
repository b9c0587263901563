/**
 * Rules in DRL: what files of packs hold is compiled, and those of each pack run on a thread of their own over committed
 * events. What they ask for is a second commit, together with how far they have come.
 */
@NullMarked
package io.drover.engine.drl;

import org.jspecify.annotations.NullMarked;

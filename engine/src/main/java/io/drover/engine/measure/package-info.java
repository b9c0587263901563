/** What is counted and timed while the engine works, in Drover's names and in those that StackStorm documents. */
@NullMarked
package io.drover.engine.measure;

import org.jspecify.annotations.NullMarked;

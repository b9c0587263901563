/** Measures the packaged daemon from outside, and single steps of it from inside. */
@NullMarked
package io.drover.bench;

import org.jspecify.annotations.NullMarked;

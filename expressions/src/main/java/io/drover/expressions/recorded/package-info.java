/** Expressions kept in lines of JSON together with what they see, and their answers: how our answers are compared with those of the originals, in tests and by {@code drover expression --lines}. */
@NullMarked
package io.drover.expressions.recorded;

import org.jspecify.annotations.NullMarked;

/** Our expression languages beside the originals in Python: random texts, evaluated by both. */
@NullMarked
package io.drover.expressions.differential;

import org.jspecify.annotations.NullMarked;

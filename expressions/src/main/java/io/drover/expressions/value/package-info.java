/**
 * Values with Python semantics: truth, equality, ordering, arithmetic, slicing, text forms, formatting, methods, regular expressions and the budget which every evaluation is charged to. Shared by the
 * expression languages; knows nothing of their syntax.
 */
@NullMarked
package io.drover.expressions.value;

import org.jspecify.annotations.NullMarked;

/** YAQL: lexer, parser, tree, and the standard library, on values with Python's semantics. Input is read through views that make it look frozen, so nothing is copied. */
@NullMarked
package io.drover.expressions.yaql;

import org.jspecify.annotations.NullMarked;

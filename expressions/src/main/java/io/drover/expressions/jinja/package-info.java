/** The Jinja2 language: lexer, parser, the tree that is evaluated, and Jinja2's own filters, tests and global functions. */
@NullMarked
package io.drover.expressions.jinja;

import org.jspecify.annotations.NullMarked;

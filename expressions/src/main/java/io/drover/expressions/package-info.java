/**
 * Jinja2 expressions and templates and YAQL expressions as StackStorm uses them, and the path language of rule criteria: what the rest of the product calls. Everything is evaluated on values with Python's semantics; no Java
 * object can be reached from a text.
 */
@NullMarked
package io.drover.expressions;

import org.jspecify.annotations.NullMarked;

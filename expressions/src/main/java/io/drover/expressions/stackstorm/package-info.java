/** The filters StackStorm adds to Jinja2: JSON and YAML texts, JSONPath, regular expressions, semantic versions, times and file paths. */
@NullMarked
package io.drover.expressions.stackstorm;

import org.jspecify.annotations.NullMarked;

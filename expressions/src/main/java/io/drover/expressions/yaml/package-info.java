/** YAML as StackStorm's reader, PyYAML, understands it. */
@NullMarked
package io.drover.expressions.yaml;

import org.jspecify.annotations.NullMarked;

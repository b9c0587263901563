/** Values that know where they were written: YAML as PyYAML reads it, JSON, and documents of the API. */
@NullMarked
package io.drover.ruledsl.text;

import org.jspecify.annotations.NullMarked;

/** JSON schemas as packs write them, and casting to what they ask for. */
@NullMarked
package io.drover.engine.schema;

import org.jspecify.annotations.NullMarked;

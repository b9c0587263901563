/** What is registered now. */
@NullMarked
package io.drover.engine.catalog;

import org.jspecify.annotations.NullMarked;

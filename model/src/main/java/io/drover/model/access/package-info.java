/** Who may ask: API keys and the principals behind requests. */
@NullMarked
package io.drover.model.access;

import org.jspecify.annotations.NullMarked;

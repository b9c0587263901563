/** The runner that does nothing. */
@NullMarked
package io.drover.camelactions.noop;

import org.jspecify.annotations.NullMarked;

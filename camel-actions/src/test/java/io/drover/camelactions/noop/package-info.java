/** Tests of the runners of this package. */
@NullMarked
package io.drover.camelactions.noop;

import org.jspecify.annotations.NullMarked;

/** Tests of the runners of this package. */
@NullMarked
package io.drover.camelactions.shell;

import org.jspecify.annotations.NullMarked;

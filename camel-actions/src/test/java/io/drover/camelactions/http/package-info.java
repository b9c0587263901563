/** Tests of the runners of this package. */
@NullMarked
package io.drover.camelactions.http;

import org.jspecify.annotations.NullMarked;

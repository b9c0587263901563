/** What tests of runners need around them. */
@NullMarked
package io.drover.camelactions.testing;

import org.jspecify.annotations.NullMarked;

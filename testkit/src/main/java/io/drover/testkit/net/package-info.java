/** The network of tests. */
@NullMarked
package io.drover.testkit.net;

import org.jspecify.annotations.NullMarked;

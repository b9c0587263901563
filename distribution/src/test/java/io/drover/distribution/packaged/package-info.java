/** Tests of what is shipped: the archive is unpacked and its daemon runs in a process of its own. */
@NullMarked
package io.drover.distribution.packaged;

import org.jspecify.annotations.NullMarked;

/** What ends a command early. */
@NullMarked
package io.drover.cli.failure;

import org.jspecify.annotations.NullMarked;

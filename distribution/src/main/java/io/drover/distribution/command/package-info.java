/** Commands on the data folder: what {@code droverd} does beside running. */
@NullMarked
package io.drover.distribution.command;

import org.jspecify.annotations.NullMarked;

/** Tests of the commands on the data folder. */
@NullMarked
package io.drover.distribution.command;

import org.jspecify.annotations.NullMarked;

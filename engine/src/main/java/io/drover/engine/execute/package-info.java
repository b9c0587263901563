/** Running executions, from the claim to the stored result. */
@NullMarked
package io.drover.engine.execute;

import org.jspecify.annotations.NullMarked;

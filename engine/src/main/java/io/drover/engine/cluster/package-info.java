/** Several nodes on one database: who lives, and who takes over from whom. */
@NullMarked
package io.drover.engine.cluster;

import org.jspecify.annotations.NullMarked;

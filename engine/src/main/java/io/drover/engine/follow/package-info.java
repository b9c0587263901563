/**
 * Follows committed events: those that just came from a queue, what came before or did not fit from the database, and those
 * of other nodes; and which node does so under a name, by a term that counts up with each takeover.
 */
@NullMarked
package io.drover.engine.follow;

import org.jspecify.annotations.NullMarked;

/** Who may do what: users, their tokens and keys, roles, and tokens of running actions. */
@NullMarked
package io.drover.engine.access;

import org.jspecify.annotations.NullMarked;

/** Who may ask, and for what: users, their tokens and keys, roles with what they grant, and the principals behind requests. */
@NullMarked
package io.drover.model.access;

import org.jspecify.annotations.NullMarked;

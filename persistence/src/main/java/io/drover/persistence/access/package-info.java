/** The tables of users, tokens, API keys and roles. */
@NullMarked
package io.drover.persistence.access;

import org.jspecify.annotations.NullMarked;

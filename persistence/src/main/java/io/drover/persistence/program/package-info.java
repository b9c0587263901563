/** How far DRL rules have come, in the database. */
@NullMarked
package io.drover.persistence.program;

import org.jspecify.annotations.NullMarked;

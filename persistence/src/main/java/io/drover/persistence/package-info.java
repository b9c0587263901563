/** The store in a database: H2 in a file, or PostgreSQL, through Hibernate. */
@NullMarked
package io.drover.persistence;

import org.jspecify.annotations.NullMarked;

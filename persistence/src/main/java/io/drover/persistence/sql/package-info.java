/** What all tables share: the two databases and their differences, stored text and documents, lists. */
@NullMarked
package io.drover.persistence.sql;

import org.jspecify.annotations.NullMarked;

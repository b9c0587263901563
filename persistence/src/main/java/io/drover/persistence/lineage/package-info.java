/** What came of what, beside what the rows themselves say. */
@NullMarked
package io.drover.persistence.lineage;

import org.jspecify.annotations.NullMarked;

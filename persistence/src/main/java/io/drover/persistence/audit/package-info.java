/** The table of the audit trail. */
@NullMarked
package io.drover.persistence.audit;

import org.jspecify.annotations.NullMarked;

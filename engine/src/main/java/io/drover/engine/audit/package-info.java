/** Seals over the audit trail, and what finds that they do not fit. */
@NullMarked
package io.drover.engine.audit;

import org.jspecify.annotations.NullMarked;

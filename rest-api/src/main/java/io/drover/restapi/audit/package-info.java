/** The audit trail, and whether it is as it was written. */
@NullMarked
package io.drover.restapi.audit;

import org.jspecify.annotations.NullMarked;

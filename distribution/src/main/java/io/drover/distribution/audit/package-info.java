/** Hands audit records on to collectors of logs. */
@NullMarked
package io.drover.distribution.audit;

import org.jspecify.annotations.NullMarked;

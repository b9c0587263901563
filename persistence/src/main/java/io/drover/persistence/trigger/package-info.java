/** Tables of events: trigger instances, their dedupe keys, batches and dead letters. */
@NullMarked
package io.drover.persistence.trigger;

import org.jspecify.annotations.NullMarked;

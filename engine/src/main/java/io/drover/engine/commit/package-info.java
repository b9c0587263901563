/** Group commit: what waits while one transaction commits goes into the next one together. */
@NullMarked
package io.drover.engine.commit;

import org.jspecify.annotations.NullMarked;

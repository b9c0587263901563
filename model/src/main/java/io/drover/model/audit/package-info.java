/** What happened, who did it and why; inserted with the change it tells of. */
@NullMarked
package io.drover.model.audit;

import org.jspecify.annotations.NullMarked;

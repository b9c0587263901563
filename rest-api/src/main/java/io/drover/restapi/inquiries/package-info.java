/** Questions that executions ask people. */
@NullMarked
package io.drover.restapi.inquiries;

import org.jspecify.annotations.NullMarked;

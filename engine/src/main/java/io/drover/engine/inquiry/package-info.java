/** Questions that executions ask people: how they are asked, and who may respond with what. */
@NullMarked
package io.drover.engine.inquiry;

import org.jspecify.annotations.NullMarked;

/** Tables of registered content and of what the API said about it. */
@NullMarked
package io.drover.persistence.content;

import org.jspecify.annotations.NullMarked;

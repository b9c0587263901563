/** Files with secrets. */
@NullMarked
package io.drover.model.file;

import org.jspecify.annotations.NullMarked;

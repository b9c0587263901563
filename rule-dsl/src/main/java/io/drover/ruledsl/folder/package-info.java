/** The folder of a pack: which files it has, what each is, and all that they declare. */
@NullMarked
package io.drover.ruledsl.folder;

import org.jspecify.annotations.NullMarked;

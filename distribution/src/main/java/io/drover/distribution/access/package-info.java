/** Files that say who may do what, and whether secret files are kept secret. */
@NullMarked
package io.drover.distribution.access;

import org.jspecify.annotations.NullMarked;

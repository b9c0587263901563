/** What lies in data/run, and the files that a start leaves for others. */
@NullMarked
package io.drover.distribution.run;

import org.jspecify.annotations.NullMarked;

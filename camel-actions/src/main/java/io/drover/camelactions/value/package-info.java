/** Parameters of runners: how they are declared and read, and JSON as text. */
@NullMarked
package io.drover.camelactions.value;

import org.jspecify.annotations.NullMarked;

/** From what a route has for a trigger to the committed event, or to the dead letter. */
@NullMarked
package io.drover.camelsensors.emit;

import org.jspecify.annotations.NullMarked;

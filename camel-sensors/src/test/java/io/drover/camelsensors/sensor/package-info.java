/** Tests of sensors against real sources. */
@NullMarked
package io.drover.camelsensors.sensor;

import org.jspecify.annotations.NullMarked;

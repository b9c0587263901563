/** Routes that end at a trigger, as sensors. */
@NullMarked
package io.drover.camelsensors.sensor;

import org.jspecify.annotations.NullMarked;

/** What the tests of sensors stand on: an inbox in memory, a pack in a folder, a broker. */
@NullMarked
package io.drover.camelsensors.testing;

import org.jspecify.annotations.NullMarked;

/** Operations on what packs bring: actions, runner types, trigger types, triggers, sensors, and the packs themselves. */
@NullMarked
package io.drover.restapi.content;

import org.jspecify.annotations.NullMarked;

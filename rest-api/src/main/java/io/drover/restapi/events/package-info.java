/** Operations on what comes in: webhooks, trigger instances, dead letters. */
@NullMarked
package io.drover.restapi.events;

import org.jspecify.annotations.NullMarked;

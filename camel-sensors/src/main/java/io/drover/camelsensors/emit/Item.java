package io.drover.camelsensors.emit;

import io.drover.model.trigger.Emission;
import org.jspecify.annotations.Nullable;

/**
 * One event of a call.
 *
 * @param emission null where the content cannot be taken
 * @param identity what the source calls it; null where it has no name for it
 */
record Item(
        @Nullable Emission emission,
        Content content,
        @Nullable String identity) {}

package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.action.RunnerType;

/** Switching runners. */
public interface RunnerControl {

    /**
     * Switches a runner on or off, on every node and over restarts. One that is off takes no new requests; what was asked for
     * before is carried out. An unknown one is a {@code NOT_FOUND}.
     */
    RunnerType enable(String nameOrId, boolean on, Principal by);
}

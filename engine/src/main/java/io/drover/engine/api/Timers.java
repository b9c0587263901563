package io.drover.engine.api;

import io.drover.model.timer.Timer;
import java.util.List;
import java.util.Optional;

/** When the triggers are due that time makes events of. */
public interface Timers {

    /** {@return one for each such trigger, by ref} */
    List<Timer> list();

    /** {@return that of a trigger} */
    Optional<Timer> find(String refOrId);
}

package io.drover.model.store;

import io.drover.model.trigger.SourceHealth;
import java.util.Collection;
import java.util.List;

/** How sources of events are heard, by node. */
public interface Sources {

    /** {@return all of them, by source and node} */
    List<SourceHealth> list();

    /** Stores some, each in the place of the one of its source and node. */
    void put(Collection<SourceHealth> sources);
}

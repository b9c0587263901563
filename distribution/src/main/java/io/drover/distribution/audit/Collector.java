package io.drover.distribution.audit;

import io.drover.model.store.Audit;
import java.io.IOException;
import java.util.List;

/** Something outside that takes audit records. Used by one thread. */
interface Collector extends AutoCloseable {

    /**
     * Sends records; connects first where that is needed.
     *
     * @throws IOException where it is not known that all were sent; they are sent again
     */
    void send(List<Audit.Stored> records) throws IOException;

    @Override
    void close();
}

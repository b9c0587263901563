package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions that executions ask people (platform spec 6.3). */
public interface Inquiries {

    /** Lists those that wait for a response; fields as of {@link Executions#list}. */
    Listing<Inquiry> list(Query query);

    /**
     * Finds one that waits for a response.
     *
     * @throws io.drover.model.error.DroverException {@code NOT_FOUND} where there is no such execution;
     *     {@code INVALID_ARGUMENT} that says why where it asks nothing, or does not wait any more
     */
    Inquiry find(String id);

    /**
     * Responds: the execution succeeds with the response in its result. It does so at most once, whoever asks on whichever
     * node.
     *
     * @return the response as it counts: with the defaults of the schema, and masks for what is secret
     * @throws io.drover.model.error.DroverException as {@link #find}; {@code PERMISSION_DENIED} where it is not for them to
     *     respond; {@code INVALID_ARGUMENT} with what is wrong where the response does not fit the schema
     */
    Map<String, @Nullable Object> respond(String id, Map<String, @Nullable Object> response, Principal by);
}

package io.drover.model.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What consequences of DRL rules ask for actions with: the global {@code actions}. A request only records that the rule
 * matched; what becomes of it is decided after the consequence, as for any other rule.
 */
public interface ActionRequests {

    /**
     * Asks for an action, once for the events that matched.
     *
     * @param ref the action, {@code pack.name}
     * @param parameters values, no templates
     */
    Request request(String ref, Map<String, ? extends @Nullable Object> parameters);

    /** A request that can still be made to count only once. */
    interface Request {

        /**
         * Asks at most once for a key within a time, which begins with the first request for the key.
         *
         * @param key any value; its text counts
         * @param window such as {@code 10m} or {@code 1h}
         */
        void oncePer(Object key, String window);
    }
}

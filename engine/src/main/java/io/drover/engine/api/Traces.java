package io.drover.engine.api;

import io.drover.model.execution.Execution;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Listing;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that one first event or request caused. Nothing is stored for it: a trace is what carries its id. */
public interface Traces {

    /**
     * A trace.
     *
     * @param tag what a person or a source called it; else a name that follows from what began it
     * @param start when it began
     * @param events oldest first, as the others
     */
    record Traced(
            String id,
            String tag,
            Instant start,
            List<TriggerInstance> events,
            List<RuleEnforcement> enforcements,
            List<Execution> executions) {
        public Traced {
            events = List.copyOf(events);
            enforcements = List.copyOf(enforcements);
            executions = List.copyOf(executions);
        }
    }

    /**
     * Which traces.
     *
     * @param ids those of traces; empty: any
     * @param execution one that belongs to the trace
     * @param rule ref or id of one that matched within it
     * @param event a trigger instance that belongs to it
     * @param oldestFirst by what happened in it first; else by what happened last
     */
    record Question(
            Set<String> ids,
            @Nullable String tag,
            @Nullable String execution,
            @Nullable String rule,
            @Nullable String event,
            boolean oldestFirst,
            int offset,
            int limit) {
        public Question {
            ids = Set.copyOf(ids);
        }
    }

    Optional<Traced> find(String id);

    /** {@return a page of traces; where there are more, the total is that of the events and requests, at least that of traces} */
    Listing<Traced> list(Question question);
}

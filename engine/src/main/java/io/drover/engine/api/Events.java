package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Trigger instances: what was accepted, and what came of it. */
public interface Events {

    Optional<TriggerInstance> find(String id);

    /** As {@link io.drover.model.store.TriggerInstances#list}. */
    Listing<TriggerInstance> list(Query query);

    /**
     * Takes an event that a person or a program hands in.
     *
     * @param emission its trigger may be a trigger, or a type without parameters
     */
    CompletionStage<Acceptance> emit(Emission emission, Principal by);

    /**
     * Hands the payload in once more, with {@code __context.original_id}.
     *
     * @return the id of the new instance
     */
    CompletionStage<String> reEmit(String id, Principal by);

    /**
     * Tells what rules made of a stored event, by their revisions that were in force then.
     *
     * @param rule ref or id; null: every rule of the event's trigger
     */
    List<Explanation> why(String id, @Nullable String rule);
}

package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What sources delivered and we had to refuse. */
public interface DeadLetterBox {

    Optional<DeadLetter> find(String id);

    /** As {@link io.drover.model.store.DeadLetters#list}. */
    Listing<DeadLetter> list(Query query);

    /** Hands the content in again; once accepted, the dead letter is gone. Refused again, it stays. */
    CompletionStage<Acceptance> reEmit(String id, Principal by);

    void discard(String id, Principal by);
}

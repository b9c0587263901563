package io.drover.model.store;

import io.drover.model.trigger.DeadLetter;
import java.util.Optional;

/** What sources delivered and we had to refuse. */
public interface DeadLetters {

    /** {@return whether it was new: a known source and identity changes nothing} */
    boolean add(DeadLetter letter);

    Optional<DeadLetter> find(String id);

    /** Fields: {@code id source trigger}; time is that of the refusal. */
    Listing<DeadLetter> list(Query query);

    boolean remove(String id);
}

package io.drover.model.trigger;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The one way in for events. Every stage completes after the commit, exceptionally with a
 * {@link io.drover.model.error.DroverException}: {@code TOO_MANY} when the daemon is over its limit, {@code UNAVAILABLE}
 * when the database does not take it (nothing is stored then, and the same emission may be handed over again).
 */
public interface TriggerInbox {

    /** Hands over one event. An unknown trigger or a payload that its schema refuses is {@code REFUSED}, not stored. */
    CompletionStage<Acceptance> accept(Emission emission);

    /**
     * Hands over several events at once: over the limit none of them is taken. A refused one among them does not keep the
     * others out.
     */
    CompletionStage<List<Acceptance>> acceptAll(List<Emission> emissions);

    /** Keeps what can never be accepted; a second one of the same source and identity changes nothing. */
    CompletionStage<Void> bury(DeadLetter letter);
}

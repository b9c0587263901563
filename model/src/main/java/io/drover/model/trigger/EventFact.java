package io.drover.model.trigger;

/** An event taken apart for DRL rules. */
public interface EventFact {
    /** {@return the event's own data} */
    Event getEvent();
}

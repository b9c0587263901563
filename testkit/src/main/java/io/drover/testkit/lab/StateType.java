package io.drover.testkit.lab;

/** Whether a state is still being checked again (soft) or is held to be true (hard). */
public enum StateType {
    SOFT,
    HARD
}

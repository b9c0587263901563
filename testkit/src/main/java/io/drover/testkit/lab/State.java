package io.drover.testkit.lab;

/** What a check found: the first four of a service, the last two of a host. */
public enum State {
    OK,
    WARNING,
    CRITICAL,
    UNKNOWN,
    UP,
    DOWN;

    public boolean isProblem() {
        return this != OK && this != UP;
    }

    boolean isOfHost() {
        return this == UP || this == DOWN;
    }
}

package io.drover.testkit.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The states that the last 21 checks found, oldest first. */
record FlapHistory(List<State> states) {
    private static final int LENGTH = 21;
    private static final double OLDEST_WEIGHT = 0.8;
    private static final double NEWEST_WEIGHT = 1.2;

    FlapHistory {
        if (states.size() != LENGTH) {
            throw new IllegalArgumentException("a history has " + LENGTH + " states, not " + states.size());
        }
        states = List.copyOf(states);
    }

    static FlapHistory steady(State state) {
        return new FlapHistory(Collections.nCopies(LENGTH, state));
    }

    FlapHistory with(State newest) {
        List<State> next = new ArrayList<>(states.subList(1, LENGTH));
        next.add(newest);
        return new FlapHistory(next);
    }

    /**
     * {@return how much of the 20 possible changes happened, in percent} A change weighs more the newer it is, from 0.8
     * for the oldest to 1.2 for the newest, so that a change on every check is 100 %.
     */
    double percentChange() {
        int possible = LENGTH - 1;
        double changes = 0;
        for (int i = 0; i < possible; i++) {
            if (states.get(i) != states.get(i + 1)) {
                changes += OLDEST_WEIGHT + (NEWEST_WEIGHT - OLDEST_WEIGHT) * i / (possible - 1);
            }
        }
        return 100 * changes / possible;
    }
}

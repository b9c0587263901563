package io.drover.testkit.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What checks will find, and when; in the order of time. */
public record Script(List<Step> steps) {
    private static final List<State> PROBLEMS = List.of(State.WARNING, State.CRITICAL, State.UNKNOWN);
    private static final double CHANGE = 0.25;

    public Script {
        steps = steps.stream().sorted(Comparator.comparing(Step::at)).toList();
    }

    /** A check of this will find this, so long after the start. */
    public record Step(Duration at, Checked checked, State state, String output) {}

    /**
     * Checks all of these again and again; what they find changes now and then by chance. The same seed gives the same
     * script.
     */
    public static Script seeded(long seed, List<Checked> all, int rounds, Duration interval) {
        Random chance = new Random(seed);
        List<Step> steps = new ArrayList<>();
        List<State> found = new ArrayList<>(all.stream().map(Checked::wellState).toList());
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < all.size(); i++) {
                if (chance.nextDouble() < CHANGE) {
                    found.set(i, other(found.get(i), all.get(i), chance));
                }
                Checked checked = all.get(i);
                steps.add(new Step(
                        interval.multipliedBy(round),
                        checked,
                        found.get(i),
                        checked.title() + " found " + found.get(i) + " in round " + (round + 1)));
            }
        }
        return new Script(steps);
    }

    private static State other(State now, Checked checked, Random chance) {
        if (now.isProblem()) {
            return checked.wellState();
        }
        return checked.service() == null ? State.DOWN : PROBLEMS.get(chance.nextInt(PROBLEMS.size()));
    }
}

package io.drover.testkit.fault;

import java.util.SplittableRandom;

/** Decides the fate of each commit by its number, counted from 1 since the plan was taken up. */
@FunctionalInterface
public interface CommitPlan {

    CommitFate fateOf(long commit);

    /** Every commit is made. */
    static CommitPlan calm() {
        return commit -> CommitFate.MADE;
    }

    /** Every commit meets this fate. */
    static CommitPlan always(CommitFate fate) {
        return commit -> fate;
    }

    /** One commit meets this fate; those before and after it are made. */
    static CommitPlan only(long number, CommitFate fate) {
        return commit -> commit == number ? fate : CommitFate.MADE;
    }

    /** The first so many commits meet this fate, the rest are made. */
    static CommitPlan first(long count, CommitFate fate) {
        return commit -> commit <= count ? fate : CommitFate.MADE;
    }

    /** Every n-th commit meets this fate. */
    static CommitPlan every(long n, CommitFate fate) {
        return commit -> commit % n == 0 ? fate : CommitFate.MADE;
    }

    /**
     * Each commit fails with the given probability, half of them refused and half made but unheard. The same seed gives
     * the same fates, whatever the order in which they are asked for.
     */
    static CommitPlan seeded(long seed, double probability) {
        return commit -> {
            // not java.util.Random, whose first numbers are nearly the same for seeds in a row
            SplittableRandom chance = new SplittableRandom(1_000_003 * seed + commit);
            if (chance.nextDouble() >= probability) {
                return CommitFate.MADE;
            }
            return chance.nextBoolean() ? CommitFate.REFUSED : CommitFate.MADE_BUT_UNHEARD;
        };
    }
}

package io.drover.testkit.fault;

import java.util.concurrent.atomic.AtomicLong;

/** A plan and how far it has come. */
final class CountedPlan {
    private final CommitPlan plan;
    private final AtomicLong commits = new AtomicLong();

    CountedPlan(CommitPlan plan) {
        this.plan = plan;
    }

    CommitFate next() {
        return plan.fateOf(commits.incrementAndGet());
    }

    long count() {
        return commits.get();
    }
}

package io.drover.engine.register;

import io.drover.model.pack.Problem;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each problem once, until it is gone. */
final class ProblemLog {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemLog.class);

    private final Set<Problem> told = new HashSet<>();

    /** Logs those that are new. */
    void tell(Collection<Problem> problems) {
        problems.stream().filter(told::add).forEach(problem -> {
            if (problem.isError()) {
                LOG.error("{}", problem);
            } else {
                LOG.warn("{}", problem);
            }
        });
    }

    /** Forgets those that are not among all that there are now, so that they are told when they come back. */
    void keep(Collection<Problem> all) {
        told.retainAll(Set.copyOf(all));
    }
}

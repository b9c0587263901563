package io.drover.camelroutes.load;

import java.util.Optional;

/**
 * Camel, its components and the classes of a pack's jars: whatever reads, builds, starts or removes a route runs them.
 * They throw what they like, and jars that do not fit together are errors of linkage.
 */
final class ForeignCode {
    private ForeignCode() {}

    /** One use of it. */
    interface Step {
        void run() throws Exception;
    }

    /** {@return what the step threw; nothing where it went well} */
    static Optional<Throwable> run(Step step) {
        try {
            step.run();
            return Optional.empty();
        } catch (Exception | LinkageError e) {
            // the only place that takes all of it, so that no route disturbs another
            return Optional.of(e);
        }
    }
}

package io.drover.workflow.conduct;

/**
 * What one run may use up before it fails, so that a workflow without end harms nobody else.
 *
 * @param entries tasks started, reruns and laps of loops included
 * @param items items of one task
 * @param contextSize characters and values of all that was published, inputs included
 * @param merged contexts that one task sees; in a loop around a join they double on each lap
 */
public record Limits(int entries, int items, long contextSize, int merged) {
    private static final Limits STANDARD = new Limits(100_000, 100_000, 64L * 1024 * 1024, 20_000);

    /** 100,000 tasks, 100,000 items in each, 64 Mi characters and values in all contexts, 20,000 contexts for one task. */
    public static Limits standard() {
        return STANDARD;
    }
}

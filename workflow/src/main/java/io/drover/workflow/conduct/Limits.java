package io.drover.workflow.conduct;

/**
 * What one run may use up before it fails, so that a workflow without end harms nobody else.
 *
 * @param entries tasks started, reruns and laps of loops included
 * @param items items of one task
 * @param contextSize characters and values of all that was published, inputs included
 * @param merged contexts that one task sees; in a loop around a join they double on each lap
 * @param inputSize characters and values given to the actions that start at once
 * @param atOnce items of one task that run at a time where it says no {@code concurrency}; the others wait for them
 */
public record Limits(int entries, int items, long contextSize, int merged, long inputSize, int atOnce) {
    private static final long MEBI = 1024L * 1024;
    private static final Limits STANDARD = new Limits(100_000, 100_000, 64 * MEBI, 20_000, 64 * MEBI, 10_000);

    // measured at the default heap: a commit of 20,000 tasks goes well, of 100,000 ends the process
    private static final long BYTES_PER_TASK = 16 * 1024;
    // an action that runs is held besides, and several workflows may do the same
    private static final long BYTES_PER_ACTION = 64 * 1024;
    private static final long BYTES_PER_CONTEXT_CHARACTER = 8;
    // each is held some ten times while its row is written, and written again as its action starts and ends
    private static final long BYTES_PER_INPUT_CHARACTER = 64;

    /**
     * 100,000 tasks, 100,000 items in each, 64 Mi characters and values in all contexts, 20,000 contexts for one task, 64 Mi
     * characters and values given to what starts at once, 10,000 items at a time.
     */
    public static Limits standard() {
        return STANDARD;
    }

    /** {@return the same with another limit of tasks} */
    public Limits withEntries(int tasks) {
        return new Limits(tasks, items, contextSize, merged, inputSize, atOnce);
    }

    /** {@return the usual limits, lowered to what a heap of so many bytes can take: else one run would end the process, and again at each start} */
    public static Limits within(long heap) {
        int tasks = (int) Math.min(STANDARD.entries, heap / BYTES_PER_TASK);
        return new Limits(
                tasks,
                tasks,
                Math.min(STANDARD.contextSize, heap / BYTES_PER_CONTEXT_CHARACTER),
                STANDARD.merged,
                Math.min(STANDARD.inputSize, heap / BYTES_PER_INPUT_CHARACTER),
                (int) Math.min(STANDARD.atOnce, heap / BYTES_PER_ACTION));
    }
}

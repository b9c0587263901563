package io.drover.bench;

import io.drover.bench.daemon.DaemonApi;
import io.drover.bench.daemon.ProcessFacts;
import io.drover.bench.load.Load;
import io.drover.bench.load.LoadPlan;
import io.drover.bench.load.LoadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Puts a load on a daemon, waits for the end of what it led to, and takes stock. */
final class LoadRun {
    private final Target target;
    private final Duration finishLimit;

    /** Fails where executions take longer than this to end after the last event. */
    LoadRun(Target target, Duration finishLimit) {
        this.target = target;
        this.finishLimit = finishLimit;
    }

    /** The warm-up is the same load, ended and finished before anything is counted; zero for none. */
    LoadReport measure(LoadPlan plan, Duration warmUp) throws IOException {
        if (!warmUp.isZero()) {
            // what went wrong is found again, and told, by the load that counts
            LoadResult warm = Load.run(plan.lasting(warmUp, "warm-up-" + plan.prefix()));
            awaitAllFinished(finishLimit.plus(warm.took()));
        }
        long executionsBefore = executions();
        Optional<Long> dataBefore = dataSize();
        Optional<Duration> processorBefore = processorTime();
        LoadResult result = Load.run(plan);
        long sent = System.nanoTime();
        awaitAllFinished(finishLimit);
        Duration finished = result.took().plusNanos(System.nanoTime() - sent);
        Optional<Duration> processorAfter = processorTime();
        Optional<Long> dataAfter = dataSize();
        return new LoadReport(
                result,
                executions() - executionsBefore,
                finished,
                memory(),
                processorAfter.flatMap(after -> processorBefore.map(after::minus)),
                dataAfter.flatMap(after -> dataBefore.map(before -> after - before)));
    }

    // a connection of its own for each question: the daemon closes one that waits for its first request while a load
    // runs
    private void awaitAllFinished(Duration limit) throws IOException {
        try (DaemonApi api = target.api()) {
            api.awaitAllFinished(limit);
        }
    }

    private long executions() throws IOException {
        try (DaemonApi api = target.api()) {
            return api.count("/v1/executions");
        }
    }

    private Optional<Long> dataSize() throws IOException {
        if (target.folders().isEmpty()) {
            return Optional.empty();
        }
        long size = 0;
        for (Path folder : target.folders()) {
            size += ProcessFacts.sizeOf(folder);
        }
        return Optional.of(size);
    }

    private Optional<Duration> processorTime() throws IOException {
        Long pid = target.pid().orElse(null);
        return pid == null ? Optional.empty() : Optional.of(ProcessFacts.processorTime(pid));
    }

    private Optional<LoadReport.Memory> memory() throws IOException {
        Long pid = target.pid().orElse(null);
        return pid == null
                ? Optional.empty()
                : Optional.of(
                        new LoadReport.Memory(ProcessFacts.residentBytes(pid), ProcessFacts.peakResidentBytes(pid)));
    }
}

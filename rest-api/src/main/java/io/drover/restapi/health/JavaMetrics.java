package io.drover.restapi.health;

import io.drover.engine.api.Metric;
import io.drover.engine.api.Metric.Sample;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The process and its virtual machine, in the names that Prometheus' own client for Java uses. */
final class JavaMetrics {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final double MILLIS = 1e3;

    private JavaMetrics() {}

    static List<Metric> now() {
        List<Metric> metrics = new ArrayList<>();
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        metrics.add(Metric.by(
                "area",
                "jvm_memory_used_bytes",
                Metric.Type.GAUGE,
                "Memory in use.",
                Map.of(
                        "heap", memory.getHeapMemoryUsage().getUsed(),
                        "nonheap", memory.getNonHeapMemoryUsage().getUsed())));
        metrics.add(Metric.by(
                "area",
                "jvm_memory_max_bytes",
                Metric.Type.GAUGE,
                "The most memory there may be; -1: no limit.",
                Map.of(
                        "heap", memory.getHeapMemoryUsage().getMax(),
                        "nonheap", memory.getNonHeapMemoryUsage().getMax())));
        metrics.add(Metric.gauge(
                "jvm_threads_current",
                "Threads that live.",
                ManagementFactory.getThreadMXBean().getThreadCount()));
        metrics.add(collections());
        metrics.add(Metric.gauge(
                "process_start_time_seconds",
                "When the daemon was started, in seconds since 1970.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS));
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(time -> metrics.add(
                        Metric.counter("process_cpu_seconds_total", "Time on processors.", time.toMillis() / MILLIS)));
        openFiles().ifPresent(count -> metrics.add(Metric.gauge("process_open_fds", "Open files.", (double) count)));
        return metrics;
    }

    /** {@return how many files are open; nothing where the system has no such list} */
    private static OptionalLong openFiles() {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return OptionalLong.of(open.count());
        } catch (IOException elsewhere) {
            return OptionalLong.empty();
        }
    }

    private static Metric collections() {
        List<Sample> samples = new ArrayList<>();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Map<String, String> label = Map.of("gc", collector.getName());
            samples.add(new Sample("_sum", label, collector.getCollectionTime() / MILLIS));
            samples.add(new Sample("_count", label, collector.getCollectionCount()));
        }
        return new Metric(
                "jvm_gc_collection_seconds", Metric.Type.SUMMARY, "Garbage collections, by collector.", samples);
    }
}

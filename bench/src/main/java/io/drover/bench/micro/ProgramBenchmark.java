package io.drover.bench.micro;

import io.drover.engine.drools.drl.CompiledFile;
import io.drover.engine.drools.drl.DrlCompiler;
import io.drover.engine.drools.drl.DrlSession;
import io.drover.engine.fact.FactType;
import io.drover.model.execution.Trace;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Event;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The session of a pack's DRL rules alone: rules of one typed fact that ask one property for a constant each, events one by
 * one that match one of them, each taken apart, inserted, fired and, after its hour, let go. Bare Drools with a declared type made
 * 1,361,000 events per second at 1,000 rules (drools.md, A); at least half of that is wanted. {@link BareDroolsBenchmark} says
 * what it makes on the machine at hand.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class ProgramBenchmark {
    private static final Ref TRIGGER = Ref.of("bench", "alert");
    private static final long STEP_MILLIS = 3_600;
    private static final int EVENTS = 1_000;

    /** How many rules there are. */
    @Param({"1000"})
    public int rules;

    private Instant now = Instant.EPOCH;
    private long number;
    private final List<Event> events = new ArrayList<>(EVENTS);

    @SuppressWarnings("NullAway.Init")
    private DrlSession session;

    @Setup(Level.Trial)
    public void fill() {
        FactType type = FactType.of(new TriggerType(
                TRIGGER,
                null,
                Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("kind", Map.of("type", "string"), "host", Map.of("type", "string"))),
                Map.of(),
                List.of(),
                null));
        StringBuilder text = new StringBuilder("""
            package bench;
            import drover.event.bench.Alert;
            global io.drover.model.action.ActionRequests actions;
            """);
        for (int i = 0; i < rules; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "rule \"r%d\" when Alert( kind == \"k%d\", $h : host ) then actions.request(\"core.noop\","
                            + " java.util.Map.of()); end%n",
                    i,
                    i));
        }
        CompiledFile file = new DrlCompiler()
                .compile(
                        "bench",
                        new ProgramFile("bench/rules/a.drl", "rules/a.drl", text.toString()),
                        List.of(),
                        List.of(type))
                .value()
                .orElseThrow();
        session = new DrlSession(
                List.of(file), file.rules().stream().map(Rule::ref).collect(Collectors.toSet()), now);
    }

    @TearDown(Level.Trial)
    public void close() {
        session.close();
    }

    /** The events that come next: what makes them is not the session's. */
    @Setup(Level.Invocation)
    public void come() {
        events.clear();
        for (int i = 0; i < EVENTS; i++) {
            now = now.plusMillis(STEP_MILLIS);
            number++;
            events.add(new Event(
                    new TriggerInstance(
                            Long.toString(number),
                            TRIGGER,
                            TRIGGER,
                            Map.of("kind", "k" + number % rules, "host", "db-1"),
                            now,
                            now,
                            null,
                            "bench",
                            new Trace("t", null)),
                    number));
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long match() {
        long asked = 0;
        for (Event event : events) {
            session.insert(event);
            session.fire();
            asked += session.take().size();
        }
        return asked;
    }
}

package io.drover.bench.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.definition.type.FactType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Drools alone with the rules of {@link ProgramBenchmark}, as drools.md, A measures it: facts of a declared type that are made before,
 * each inserted, fired and deleted, consequences that count. It tells of a machine how fast Drools is there, so that figures of
 * different machines can be compared.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class BareDroolsBenchmark {
    private static final int FACTS = 10_000;

    /** How many rules there are. */
    @Param({"1000"})
    public int rules;

    private final List<Object> facts = new ArrayList<>();
    private final AtomicLong matches = new AtomicLong();
    private int next;

    @SuppressWarnings("NullAway.Init")
    private KieSession session;

    @Setup(Level.Trial)
    public void fill() throws ReflectiveOperationException {
        KieServices services = KieServices.get();
        KieFileSystem files = services.newKieFileSystem();
        files.write("src/main/resources/bench/rules.drl", text());
        services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
        session = services.newKieContainer(services.getRepository().getDefaultReleaseId())
                .newKieSession();
        session.setGlobal("matches", matches);
        FactType type = session.getKieBase().getFactType("bench", "Alert");
        for (int i = 0; i < FACTS; i++) {
            Object fact = type.newInstance();
            type.set(fact, "kind", "k" + i % rules);
            type.set(fact, "host", "db-1");
            facts.add(fact);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder("""
            package bench;
            global java.util.concurrent.atomic.AtomicLong matches;
            declare Alert
                kind : String
                host : String
            end
            """);
        for (int i = 0; i < rules; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "rule \"r%d\" when Alert( kind == \"k%d\", $h : host ) then matches.incrementAndGet(); end%n",
                    i,
                    i));
        }
        return text.toString();
    }

    @TearDown(Level.Trial)
    public void close() {
        session.dispose();
        if (matches.get() == 0) {
            throw new IllegalStateException("No rule matched");
        }
    }

    @Benchmark
    public int match() {
        FactHandle handle = session.insert(facts.get(next));
        next = (next + 1) % FACTS;
        int fired = session.fireAllRules();
        session.delete(handle);
        return fired;
    }
}

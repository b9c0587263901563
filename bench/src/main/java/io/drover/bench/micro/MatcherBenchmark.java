package io.drover.bench.micro;

import io.drover.engine.drools.DroolsRuleMatcher;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Matches;
import io.drover.model.action.ActionCall;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Operator;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * The matcher alone: rules of one trigger that ask one field for a constant each, events in batches of 10 that match one
 * of them. Payloads are parsed already; canonical keys are made in the measured time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatcherBenchmark {
    private static final int BATCH = 10;
    private static final int BATCHES = 100;
    private static final Trigger TRIGGER = Trigger.of(Ref.of("bench", "alert"), Map.of());

    /** How many rules there are. */
    @Param({"1000", "10000"})
    public int rules;

    private final List<List<TriggerInstance>> batches = new ArrayList<>();
    private final DroolsRuleMatcher matcher = new DroolsRuleMatcher(failure -> {
        throw new IllegalStateException("The matcher failed", failure);
    });
    private int next;

    @Setup(Level.Trial)
    public void fill() {
        JinjaLanguage language = new JinjaLanguage();
        List<MatchedRule> matched = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            matched.add(MatchedRule.of(rule(i), 1, language));
        }
        matcher.reset(matched);
        Random random = new Random(1);
        for (int i = 0; i < BATCHES; i++) {
            List<TriggerInstance> batch = new ArrayList<>();
            for (int j = 0; j < BATCH; j++) {
                batch.add(event("e" + i + "-" + j, random.nextInt(rules)));
            }
            batches.add(batch);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        matcher.close();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Matches match() {
        next = (next + 1) % BATCHES;
        return matcher.match(batches.get(next));
    }

    private static Rule rule(int number) {
        return new Rule(
                Ref.of("bench", "rule_" + number),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                TRIGGER,
                List.of(new Criterion("trigger.body.kind", Operator.EQUALS, "equals", "kind-" + number, null)),
                null,
                List.of(new ActionCall(Ref.of("core", "noop"), Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                null);
    }

    private static TriggerInstance event(String id, int kind) {
        Map<String, Object> body = Map.of("kind", "kind-" + kind, "host", "db-1", "attempt", 3, "output", "is full");
        return new TriggerInstance(
                id,
                TRIGGER.ref(),
                TRIGGER.type(),
                Map.of("headers", Map.of("Host", "localhost"), "body", body),
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                "bench",
                new Trace(id, null));
    }
}

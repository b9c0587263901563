package io.drover.bench.micro;

import io.drover.expressions.Expression;
import io.drover.expressions.Jinja;
import io.drover.expressions.Template;
import io.drover.expressions.Yaql;
import io.drover.expressions.YaqlExpression;
import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.expressions.workflow.WorkflowScope;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What expressions cost: a path, a loop over 100 elements, and reading a text that was not seen before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ExpressionBenchmark {
    private final Map<String, Object> data = Map.of(
            "a", Map.of("b", Map.of("c", 1L)),
            "recs",
                    LongStream.range(0, 100)
                            .mapToObj(i -> Map.of("name", "web" + i, "up", i % 2 == 0, "port", 8000 + i))
                            .toList());
    private final WorkflowExpressions workflow = WorkflowExpressions.standard();
    private final WorkflowScope scope = WorkflowScope.of(data);
    private final YaqlExpression yaqlPath = Yaql.standard().expression("$.a.b.c");
    private final YaqlExpression yaqlLoop = Yaql.standard().expression("$.recs.where($.up).select($.port + 1)");
    private final Expression jinjaPath = Jinja.strict().expression("a.b.c");
    private final Template jinjaLoop =
            Jinja.strict().template("{% for r in recs if r.up %}{{ r.port + 1 }},{% endfor %}");
    private long fresh;

    @Benchmark
    public @Nullable Object pathInYaql() {
        return yaqlPath.evaluate(data);
    }

    @Benchmark
    public @Nullable Object pathInJinja() {
        return jinjaPath.evaluate(data);
    }

    @Benchmark
    public @Nullable Object pathInAWorkflowInYaql() {
        return workflow.evaluate("<% ctx().a.b.c %>", scope);
    }

    @Benchmark
    public @Nullable Object pathInAWorkflowInJinja() {
        return workflow.evaluate("{{ ctx().a.b.c }}", scope);
    }

    @Benchmark
    public @Nullable Object loopInYaql() {
        return yaqlLoop.evaluate(data);
    }

    @Benchmark
    public String loopInJinja() {
        return jinjaLoop.render(data);
    }

    @Benchmark
    public YaqlExpression newTextInYaql() {
        return Yaql.standard().expression("$.recs.where($.port > " + fresh++ + ").select({name => $.name}).toList()");
    }

    @Benchmark
    public Template newTextInJinja() {
        return Jinja.strict().template("{% if a.b.c > " + fresh++ + " %}{{ a.b | tojson }}{% else %}no{% endif %}");
    }
}

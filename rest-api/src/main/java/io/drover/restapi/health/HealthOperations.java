package io.drover.restapi.health;

import io.drover.engine.api.Health;
import io.drover.engine.api.Metric;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether events are taken in, and the numbers. */
public final class HealthOperations {
    private final Health health;
    private final Traffic traffic;

    public HealthOperations(Health health, Traffic traffic) {
        this.health = health;
        this.traffic = traffic;
    }

    /** 200 where every check is well, else 503; the body tells each by name. */
    public Answer ready(Call call) {
        List<Health.Check> checks = health.checks();
        boolean well = checks.stream().allMatch(Health.Check::well);
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        checks.forEach(check -> named.put(check.name(), Map.of("well", check.well(), "detail", check.detail())));
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("ready", well);
        body.put("checks", named);
        return Answer.json(well ? 200 : 503, body);
    }

    /** What is measured, in Prometheus' text format. */
    public Answer metrics(Call call) {
        List<Metric> metrics = new ArrayList<>(health.metrics());
        metrics.addAll(traffic.metrics());
        metrics.addAll(JavaMetrics.now());
        return Answer.text(200, PrometheusText.TYPE, PrometheusText.of(metrics));
    }
}

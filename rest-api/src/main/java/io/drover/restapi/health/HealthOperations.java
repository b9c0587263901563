package io.drover.restapi.health;

import io.drover.engine.api.Health;
import io.drover.engine.api.Metric;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether events are taken in, and the numbers. */
public final class HealthOperations {
    private final Health health;
    private final Traffic traffic;

    public HealthOperations(Health health, Traffic traffic) {
        this.health = health;
        this.traffic = traffic;
    }

    /** 200 where every check is well, else 503. Anybody may ask, so the body names kinds and counts alone. */
    public Answer ready(Call call) {
        List<Health.Check> checks = health.checks();
        Map<String, List<Health.Check>> kinds = checks.stream()
                .collect(Collectors.groupingBy(Health.Check::kind, LinkedHashMap::new, Collectors.toList()));
        Map<String, @Nullable Object> counted = new LinkedHashMap<>();
        kinds.forEach((kind, each) -> counted.put(
                kind,
                Map.of(
                        "well",
                        areWell(each),
                        "warnings",
                        each.stream().filter(Health.Check::warns).count())));
        return Answer.json(areWell(checks) ? 200 : 503, body(checks, counted));
    }

    /** Each check by name, with what was found. */
    public Answer checks(Call call) {
        List<Health.Check> checks = health.checks();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        checks.forEach(check -> named.put(
                check.name(), Map.of("well", check.well(), "warns", check.warns(), "detail", check.detail())));
        return Answer.ok(body(checks, named));
    }

    private static Map<String, @Nullable Object> body(List<Health.Check> checks, Map<String, @Nullable Object> shown) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("ready", areWell(checks));
        body.put("checks", shown);
        return body;
    }

    private static boolean areWell(List<Health.Check> checks) {
        return checks.stream().allMatch(Health.Check::well);
    }

    /** What is measured, in Prometheus' text format. */
    public Answer metrics(Call call) {
        List<Metric> metrics = new ArrayList<>(health.metrics());
        metrics.addAll(traffic.metrics());
        metrics.addAll(JavaMetrics.now());
        return Answer.text(200, PrometheusText.TYPE, PrometheusText.of(metrics));
    }
}

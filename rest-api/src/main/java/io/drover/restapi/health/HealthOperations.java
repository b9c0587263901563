package io.drover.restapi.health;

import io.drover.engine.api.Health;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether events are taken in, and the numbers. */
public final class HealthOperations {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Health health;

    public HealthOperations(Health health) {
        this.health = health;
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

    /** The measures in Prometheus' text format. */
    public Answer metrics(Call call) {
        StringBuilder text = new StringBuilder(4096);
        String family = "";
        for (Map.Entry<String, Double> measure : new TreeMap<>(health.measures()).entrySet()) {
            String name = measure.getKey();
            String base = name.indexOf('{') < 0 ? name : name.substring(0, name.indexOf('{'));
            if (!base.equals(family)) {
                family = base;
                text.append("# TYPE ").append(base).append(base.endsWith("_total") ? " counter\n" : " gauge\n");
            }
            text.append(name).append(' ').append(number(measure.getValue())).append('\n');
        }
        return Answer.text(200, PROMETHEUS, text.toString());
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}

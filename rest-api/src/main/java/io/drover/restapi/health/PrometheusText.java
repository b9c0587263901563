package io.drover.restapi.health;

import io.drover.engine.api.Metric;
import io.drover.engine.api.Metric.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prometheus' text format, version 0.0.4. */
final class PrometheusText {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    static String of(List<Metric> metrics) {
        StringBuilder text = new StringBuilder(16_384);
        metrics.stream().sorted(Comparator.comparing(Metric::name)).forEach(metric -> {
            String name = metric.name();
            text.append("# HELP ").append(name).append(' ').append(metric.help().replace("\\", "\\\\"));
            text.append("\n# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(metric.type().name().toLowerCase(Locale.ROOT))
                    .append('\n');
            metric.samples().forEach(sample -> text.append(name).append(line(sample)));
        });
        return text.toString();
    }

    private static String line(Sample sample) {
        return sample.suffix() + labels(sample) + ' ' + number(sample.value()) + '\n';
    }

    private static String labels(Sample sample) {
        return sample.labels().isEmpty()
                ? ""
                : new TreeMap<>(sample.labels())
                        .entrySet().stream()
                                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
                                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}

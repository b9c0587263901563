package io.drover.distribution.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.measure.StackStormMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** StackStorm's names, as they are documented. */
class MetricNamesTest {
    private static final Path PAGE = Path.of("..", "docs", "operating.md");

    @Test
    void areDocumentedInOneTableAndNoOthersAre() throws IOException {
        List<String> rows = Arrays.stream(StackStormMetric.values())
                .map(MetricNamesTest::row)
                .toList();

        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.contains("`st2_"))
                .containsExactlyElementsOf(rows);
    }

    private static String row(StackStormMetric metric) {
        String names =
                metric.documented().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return "| " + names + " | " + (metric.isTime() ? "timer" : "counter") + " | `" + metric.prometheus() + "{"
                + metric.label() + "}` | " + metric.meaning() + " |";
    }
}

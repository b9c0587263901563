package io.drover.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CronScheduleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RECORDED = Path.of("src/test/resources/cron/apscheduler-3.11.3.jsonl");
    private static final Path ORIGINAL = Path.of("src/test/resources/cron/next_times.py");

    @Test
    void isDueWhenTheOriginalIs() throws IOException {
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (String line : Files.readAllLines(RECORDED)) {
            compared++;
            differences(line).ifPresent(different::add);
        }

        assertThat(compared).isGreaterThan(500);
        // there the original passes over the first midnight after a change of the clocks, which exists
        assertThat(different).singleElement().asString().contains("Australia/Lord_Howe", "2026-10-04T13:00:00Z");
    }

    /** Runs wherever Python has APScheduler, as Debian's package python3-apscheduler brings it. */
    @Test
    void isDueWhenTheInstalledOriginalIs(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(run(folder, "import apscheduler.triggers.cron, zoneinfo") == 0, "APScheduler is not installed");
        Random random = new Random(7);
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            asked.add(JSON.writeValueAsString(Map.of(
                    "zone",
                    "UTC",
                    "start",
                    "2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10) + "T10:20:30Z",
                    "fields",
                    Map.of(
                            "day_of_week", random.nextInt(5) + "-6",
                            "day", "*/" + (1 + random.nextInt(9)),
                            "hour", random.nextInt(24),
                            "minute", "*/" + (1 + random.nextInt(29))))));
        }
        Path input = Files.write(folder.resolve("asked"), asked);
        Path output = folder.resolve("answers");
        Process original = new ProcessBuilder("python3", ORIGINAL.toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .start();
        assertThat(original.waitFor(2, TimeUnit.MINUTES)).isTrue();

        List<String> answers = Files.readAllLines(output);
        List<String> different = new ArrayList<>();
        answers.forEach(line -> differences(line).ifPresent(different::add));

        assertThat(answers).hasSameSizeAs(asked);
        assertThat(different).isEmpty();
    }

    private static int run(Path folder, String program) throws InterruptedException {
        try {
            Process python = new ProcessBuilder("python3", "-c", program)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("ignored").toFile())
                    .start();
            return python.waitFor();
        } catch (IOException missing) {
            return -1;
        }
    }

    private static Optional<String> differences(String line) {
        JsonNode recorded = read(line);
        Map<String, Object> fields = new LinkedHashMap<>();
        recorded.get("fields").properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
        ZoneId zone = ZoneId.of(recorded.get("zone").asText());
        List<String> expected = new ArrayList<>();
        recorded.path("next").forEach(moment -> expected.add(moment.asText()));
        List<String> found = new ArrayList<>();
        try {
            CronSchedule schedule = CronSchedule.of(fields, zone);
            Instant due = schedule.next(Instant.parse(recorded.get("start").asText()));
            while (due != null && found.size() < 6) {
                found.add(due.toString());
                due = schedule.next(due);
            }
        } catch (IllegalArgumentException refused) {
            return recorded.has("error")
                    ? Optional.empty()
                    : Optional.of(line + " was refused: " + refused.getMessage());
        }
        return !recorded.has("error") && expected.equals(found)
                ? Optional.empty()
                : Optional.of(line + " but was " + found);
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static Object plain(JsonNode value) {
        return value.isTextual() ? value.asText() : (Object) value.asInt();
    }

    @Test
    void isDueOnceAfterTheGapWhereClocksSkipItsTime() {
        CronSchedule daily = cron(Map.of("hour", 2, "minute", 30), "Europe/Berlin");

        // 29 March 2026: 02:00 is 03:00
        assertThat(dues(daily, "2026-03-27T12:00:00Z", 4))
                .containsExactly(
                        "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z");
    }

    @Test
    void isDueOnceAfterTheGapWhereClocksSkipSeveralOfItsTimes() {
        CronSchedule often = cron(Map.of("hour", "2-3", "minute", "*/30"), "Europe/Berlin");

        assertThat(dues(often, "2026-03-29T00:30:00Z", 3))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:00:00Z");
    }

    @Test
    void isDueOnceWhereClocksShowItsTimeTwice() {
        CronSchedule daily = cron(Map.of("hour", 2, "minute", 30), "Europe/Berlin");

        // 25 October 2026: 03:00 is 02:00 again
        assertThat(dues(daily, "2026-10-24T12:00:00Z", 3))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z");
    }

    @Test
    void isDueAtMidnightWhereClocksSkipIt() {
        CronSchedule midnight = cron(Map.of("hour", 0), "America/Asuncion");
        Instant before = Instant.parse("2023-09-30T12:00:00Z");

        // 1 October 2023: midnight was 01:00
        assertThat(LocalDateTime.ofInstant(due(midnight, before), ZoneId.of("America/Asuncion")))
                .isEqualTo(LocalDateTime.of(2023, 10, 1, 1, 0));
    }

    @Test
    void takesTheLeastOfFieldsFinerThanTheFinestGivenAndEachOfCoarserOnes() {
        assertThat(dues(cron(Map.of("month", 6), "UTC"), "2026-01-01T00:00:00Z", 2))
                .containsExactly("2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z");
        assertThat(dues(cron(Map.of("minute", 5), "UTC"), "2026-01-01T00:00:00Z", 2))
                .containsExactly("2026-01-01T00:05:00Z", "2026-01-01T01:05:00Z");
    }

    @Test
    void isNeverDueWhereNoDayFits() {
        assertThat(cron(Map.of("month", 2, "day", 30), "UTC").next(Instant.EPOCH))
                .isNull();
        assertThat(cron(Map.of("year", 2025), "UTC").next(Instant.parse("2026-01-01T00:00:00Z")))
                .isNull();
    }

    @Test
    void findsTheRarestDay() {
        CronSchedule rare = cron(Map.of("month", 2, "day", 29, "day_of_week", "mon", "week", 10), "UTC");

        assertThat(dues(rare, "2026-01-01T00:00:00Z", 1)).isEmpty();
        assertThat(dues(cron(Map.of("month", 2, "day", 29, "day_of_week", "mon"), "UTC"), "2026-01-01T00:00:00Z", 1))
                .containsExactly("2044-02-29T00:00:00Z");
    }

    @Test
    void saysWhatIsWrongWithAField() {
        assertThatThrownBy(() -> cron(Map.of("hour", "25"), "UTC"))
                .hasMessage("hour '25': 25 is not between 0 and 23.");
        assertThatThrownBy(() -> cron(Map.of("day_of_week", "fri-mon"), "UTC"))
                .hasMessageContaining("ends before it begins");
        assertThatThrownBy(() -> cron(Map.of("month", "janx"), "UTC")).hasMessageContaining("the names are jan, feb");
        assertThatThrownBy(() -> cron(Map.of("day", "first mon"), "UTC")).hasMessageContaining("'2nd mon'");
        assertThatThrownBy(() -> cron(Map.of(), "UTC")).hasMessageContaining("give at least one");
    }

    private static CronSchedule cron(Map<String, Object> fields, String zone) {
        return CronSchedule.of(fields, ZoneId.of(zone));
    }

    private static Instant due(Schedule schedule, Instant after) {
        Instant due = schedule.next(after);
        return Objects.requireNonNull(due);
    }

    private static List<String> dues(Schedule schedule, String after, int count) {
        List<String> dues = new ArrayList<>();
        @Nullable Instant due = schedule.next(Instant.parse(after));
        while (due != null && dues.size() < count) {
            dues.add(due.toString());
            due = schedule.next(due);
        }
        return dues;
    }
}

package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.json.Document;
import io.drover.cli.json.JsonText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packs and their sensors. */
class PackTest {
    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void letsASensorLookOnce() {
        String path = "/v1/sensortypes/linux.FileWatchSensor";
        api.gives("295-sensortypes-get")
                .gives("POST", path + "/try", 200, "{\"payloads\": [{\"line\": \"a\", \"at\": {\"n\": 1}}]}")
                .gives("POST", path + "/try", 200, "{\"payloads\": []}");

        Outcome first = Outcome.of(api, "sensor", "try", "linux.FileWatchSensor", "-n", "2", "--wait", "3");
        Outcome second = Outcome.of(api, "sensor", "try", "linux.FileWatchSensor");

        assertThat(first.out()).isEqualTo("""
                        +----------+------------+
                        | Property | Value      |
                        +----------+------------+
                        | at       | {          |
                        |          |     "n": 1 |
                        |          | }          |
                        | line     | a          |
                        +----------+------------+
                        """);
        assertThat(api.asked().stream()
                        .filter(request -> request.method().equals("POST"))
                        .findFirst()
                        .orElseThrow()
                        .json()
                        .values())
                .isEqualTo(Map.of("limit", 2, "wait", 3));
        assertThat(second.out()).isEqualTo("The sensor \"linux.FileWatchSensor\" saw nothing in time.\n");
    }

    @Test
    void tellsWhenASensorWasHeardAndWhenItIsExpectedAgain() {
        Document sensor = Document.of(RecordedApi.body("295-sensortypes-get"))
                .with("state", "running")
                .with("last_event_at", "2026-01-01T12:00:00.000000Z")
                .with("expect_every", 600)
                .with("cadence", 600)
                .with("next_expected_at", "2026-01-01T12:10:00.000000Z");
        api.gives("GET", "/v1/sensortypes/linux.FileWatchSensor", 200, JsonText.compact(sensor.values()))
                .gives("GET", "/v1/sensortypes", 200, JsonText.compact(List.of(sensor.values())));

        String one = Outcome.of(api, "sensor", "get", "linux.FileWatchSensor").out();
        String all = Outcome.of(api, "sensor", "list").out();

        assertThat(one).containsPattern("last_event_at +\\| .*12:00:00");
        assertThat(one).containsPattern("expect_every +\\| 600");
        assertThat(one).containsPattern("cadence +\\| 600");
        assertThat(one).containsPattern("next_expected_at +\\| .*12:10:00");
        assertThat(all).contains("last_event_at", "12:00:00", "cadence", "| 600 ");
    }

    @Test
    void showsAPackWithWhatIsWrongInItsFiles() {
        Document pack = Document.of(RecordedApi.body("260-packs-get"))
                .with("waiting", List.of("the alias core.hello"))
                .with(
                        "problems",
                        List.of(Map.of(
                                "file",
                                "core/rules/a.yaml",
                                "line",
                                2,
                                "column",
                                1,
                                "severity",
                                "ERROR",
                                "message",
                                "Broken.")));
        api.gives("GET", "/v1/packs/core", 200, JsonText.compact(pack.values()));

        assertThat(Outcome.of(api, "pack", "get", "core").out()).isEqualTo("""
                        +-------------+---------------------+
                        | Property    | Value               |
                        +-------------+---------------------+
                        | name        | core                |
                        | version     | 1.0.1               |
                        | author      | StackStorm, Inc.    |
                        | email       | info@stackstorm.com |
                        | keywords    |                     |
                        | description | Basic core actions. |
                        +-------------+---------------------+
                        core/rules/a.yaml:2:1: Broken.
                        not run yet: the alias core.hello
                        """);
    }

    @Test
    void registersPacksAndReportsTheirProblems() {
        api.gives("265-packs-register")
                .gives(
                        "GET",
                        "/v1/packs/hello_st2",
                        200,
                        "{\"ref\": \"hello_st2\", \"problems\": [{\"file\": \"hello_st2/pack.yaml\", \"line\": 1,"
                                + " \"column\": 0, \"severity\": \"ERROR\", \"message\": \"No version.\"}]}");

        Outcome outcome = Outcome.of(api, "pack", "register", "hello_st2", "--types", "actions", "rules");

        assertThat(outcome).isEqualTo(new Outcome(1, """
                        +------------+-------+
                        | Property   | Value |
                        +------------+-------+
                        | actions    | 1     |
                        | rule_types | 2     |
                        | rules      | 1     |
                        | runners    | 14    |
                        +------------+-------+
                        hello_st2/pack.yaml:1: No version.
                        """, ""));
        assertThat(api.last("POST").json().values())
                .isEqualTo(Map.of("packs", List.of("hello_st2"), "types", List.of("actions", "rules")));
    }
}

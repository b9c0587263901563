package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Silences and freezes: shown, made and ended. */
class SilenceTest {
    private static final String SILENCE = """
            {"id": "s1", "matchers": {"rule": "ops.*"}, "from": "2026-03-01T12:00:00.000000Z",
             "until": "2026-03-01T14:00:00.000000Z", "owner": "ada", "reason": "switch", "state": "in_force",
             "created_at": "2026-03-01T12:00:00.000000Z"}
            """;
    private static final String EVERYTHING = """
            {"id": "f1", "pack": null, "manual": true, "since": "2026-03-01T12:00:00.000000Z", "by": "ada",
             "reason": "storm"}
            """;
    private static final String OPS = EVERYTHING.replace("null", "\"ops\"").replace("f1", "f2");

    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void listsSilencesThatAreNotOver() {
        api.gives("GET", "/v1/silences", 200, "[" + SILENCE + "]");

        Outcome outcome = Outcome.of(api, "silence", "list", "--owner", "ada");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("s1", "in_force", "ops.*", "switch");
        assertThat(api.last("GET").target())
                .startsWith("/v1/silences?owner=ada&state=pending%2Cwaiting%2Cin_force&limit=100");
        Outcome all = Outcome.of(api, "silence", "list", "--all");
        assertThat(all.exitCode()).isZero();
        assertThat(api.last("GET").target()).startsWith("/v1/silences?limit=100");
    }

    @Test
    void createsASilenceOfWhatIsGiven() {
        api.gives("POST", "/v1/silences", 201, SILENCE);

        Outcome outcome = Outcome.of(
                api,
                "silence",
                "create",
                "--rule",
                "ops.*",
                "--tag",
                "team=infra",
                "--payload",
                "labels.host=web-*",
                "--for",
                "2h",
                "--reason",
                "switch");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("s1", "in_force");
        assertThat(api.last("POST").json()).isEqualTo(Document.of(Json.parse("""
                {"matchers": {"rule": "ops.*", "tags": {"team": "infra"}, "payload": {"labels.host": "web-*"}},
                 "for": "2h", "reason": "switch"}
                """)));
    }

    @Test
    void createsAMaintenanceWindow() {
        api.gives("POST", "/v1/silences", 201, SILENCE);

        Outcome outcome = Outcome.of(
                api,
                "silence",
                "create",
                "--pack",
                "ops",
                "--cron",
                "0 2 * * sat",
                "--duration",
                "90m",
                "--timezone",
                "Europe/Berlin",
                "--until",
                "2026-12-31T00:00:00Z",
                "--reason",
                "backup");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("POST").json()).isEqualTo(Document.of(Json.parse("""
                {"matchers": {"pack": "ops"}, "until": "2026-12-31T00:00:00Z",
                 "window": {"cron": "0 2 * * sat", "duration": "90m", "timezone": "Europe/Berlin"},
                 "reason": "backup"}
                """)));
    }

    @Test
    void asksForAReasonAndForPairs() {
        Outcome bare = Outcome.of(api, "silence", "create", "--rule", "ops.*", "--for", "2h");
        Outcome word = Outcome.of(api, "silence", "create", "--tag", "infra", "--for", "2h", "--reason", "x");

        assertThat(bare.exitCode()).isEqualTo(2);
        assertThat(bare.err()).contains("--reason");
        assertThat(word.exitCode()).isEqualTo(2);
        assertThat(word.err()).contains("--tag host=web-*", "\"infra\"");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void expiresAndDeletesSilences() {
        api.gives("GET", "/v1/silences/s1", 200, SILENCE)
                .gives("POST", "/v1/silences/s1/expire", 200, SILENCE.replace("in_force", "over"))
                .gives("DELETE", "/v1/silences/s1", 204, "");

        Outcome expired = Outcome.of(api, "silence", "expire", "s1");
        Outcome unknown = Outcome.of(api, "silence", "expire", "s2");
        Outcome deleted = Outcome.of(api, "silence", "delete", "s1");

        assertThat(expired.out()).contains("over");
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(deleted.exitCode()).isZero();
    }

    @Test
    void startsAFreeze() {
        api.gives("POST", "/v1/freezes", 201, OPS);

        Outcome outcome = Outcome.of(api, "freeze", "start", "--pack", "ops", "--manual", "--reason", "storm");
        Outcome bare = Outcome.of(api, "freeze", "start");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("f2", "storm");
        assertThat(api.last("POST").json())
                .isEqualTo(Document.of(Json.parse("{\"pack\": \"ops\", \"manual\": true, \"reason\": \"storm\"}")));
        assertThat(bare.exitCode()).isEqualTo(2);
        assertThat(bare.err()).contains("--reason");
    }

    @Test
    void endsTheFreezeThatIsMeant() {
        api.gives("GET", "/v1/freezes", 200, "[" + EVERYTHING + ", " + OPS + "]")
                .gives("DELETE", "/v1/freezes/f1", 204, "")
                .gives("DELETE", "/v1/freezes/f2", 204, "");

        Outcome everything = Outcome.of(api, "freeze", "end");
        assertThat(api.last("DELETE").target()).isEqualTo("/v1/freezes/f1");
        Outcome ops = Outcome.of(api, "freeze", "end", "--pack", "ops");
        assertThat(api.last("DELETE").target()).isEqualTo("/v1/freezes/f2");
        Outcome other = Outcome.of(api, "freeze", "end", "--pack", "core");

        assertThat(everything.out()).contains("the freeze of everything");
        assertThat(everything.err()).contains("Other freezes go on");
        assertThat(ops.out()).contains("the freeze of pack ops");
        assertThat(other.exitCode()).isEqualTo(3);
        assertThat(other.err()).contains("\"core\" is not frozen");
    }

    @Test
    void showsWhatIsFrozen() {
        api.gives("GET", "/v1/freezes", 200, "[" + OPS + "]").gives("GET", "/v1/freezes", 200, "[]");

        assertThat(Outcome.of(api, "freeze", "status").out()).contains("f2", "ops", "storm");
        assertThat(Outcome.of(api, "freeze", "status").out()).contains("Nothing is frozen.");
    }
}

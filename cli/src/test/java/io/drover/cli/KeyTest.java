package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyTest {
    private static final String PLAIN = """
            {"id": "6b03206db62fe5011a7ef490", "uid": "key_value_pair:st2kv.system:cli_key", "scope": "st2kv.system",
             "name": "cli_key", "value": "v1", "secret": false, "encrypted": false}
            """;
    private static final String OWN = """
            {"id": "6b03206db62fe5011a7ef491", "uid": "key_value_pair:st2kv.user:root:mine", "scope": "st2kv.user",
             "user": "root", "name": "mine", "value": "0A", "secret": true, "encrypted": true}
            """;

    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void listsTheKeysOfEverybodyAndOnesOwn() {
        api.gives("GET", "/v1/keys", 200, "[" + PLAIN + "," + OWN + "]");

        assertThat(Outcome.of(api, "key", "list", "--prefix", "c")).isEqualTo(new Outcome(0, """
                        +---------+-------+--------+-----------+--------------+------+------------------+
                        | name    | value | secret | encrypted | scope        | user | expire_timestamp |
                        +---------+-------+--------+-----------+--------------+------+------------------+
                        | cli_key | v1    | False  | False     | st2kv.system |      |                  |
                        | mine    | 0A    | True   | True      | st2kv.user   | root |                  |
                        +---------+-------+--------+-----------+--------------+------+------------------+
                        """, ""));
        assertThat(api.last("GET").target()).startsWith("/v1/keys?scope=all&prefix=c&decrypt=false&limit=50");
    }

    @Test
    void showsAKeyInClear() {
        api.gives("GET", "/v1/keys/a%2Fb", 200, PLAIN);

        Outcome outcome = Outcome.of(api, "key", "get", "-d", "-s", "user", "-u", "bob", "a/b");

        assertThat(outcome.out()).contains("| name      | cli_key      |").doesNotContain("uid");
        assertThat(api.last("GET").target()).isEqualTo("/v1/keys/a%2Fb?scope=user&user=bob&decrypt=true");
    }

    @Test
    void saysThatThereIsNoSuchKey() {
        assertThat(Outcome.of(api, "key", "get", "nope"))
                .isEqualTo(new Outcome(
                        3,
                        "",
                        "ERROR: Key Value Pair \"nope\" is not found. \"drover key list\" shows what there is.\n"));
        assertThat(Outcome.of(api, "key", "delete", "nope").exitCode()).isEqualTo(3);
    }

    @Test
    void setsAKey() {
        api.gives("PUT", "/v1/keys/x", 200, PLAIN);

        Outcome outcome = Outcome.of(api, "key", "set", "x", "{\"a\": 1}", "-e", "-l", "60", "-s", "user", "-u", "bob");

        assertThat(outcome.exitCode()).isZero();
        assertThat(api.last("PUT").json().values())
                .isEqualTo(Map.of(
                        "name", "x",
                        "value", "{\"a\": 1}",
                        "scope", "user",
                        "user", "bob",
                        "ttl", api.last("PUT").json().values().get("ttl"),
                        "secret", true));
        assertThat(api.last("PUT").json().text("ttl")).isEqualTo("60");
    }

    @Test
    void asksForAValueThatIsNotGiven() {
        api.gives("PUT", "/v1/keys/x", 200, PLAIN);

        Outcome.of(Map.of("DROVER_URL", api.url()), "s3cret\n", "key", "set", "x", "--encrypted");

        assertThat(api.last("PUT").json().values())
                .isEqualTo(Map.of("name", "x", "value", "s3cret", "scope", "system", "encrypted", true));
    }

    @Test
    void readsAValueFromStandardInputAsItIs() {
        api.gives("PUT", "/v1/keys/x", 200, PLAIN);

        Outcome.of(Map.of("DROVER_URL", api.url()), "two\nlines\n", "key", "set", "x", "-");

        assertThat(api.last("PUT").json().text("value")).isEqualTo("two\nlines\n");
    }

    @Test
    void deletesKeys() {
        api.gives("DELETE", "/v1/keys/x", 200, "");

        assertThat(Outcome.of(api, "key", "delete", "x", "-s", "user"))
                .isEqualTo(new Outcome(0, "Resource with id \"x\" has been successfully deleted.\n", ""));
        assertThat(api.last("DELETE").target()).isEqualTo("/v1/keys/x?scope=user");
    }

    @Test
    void deletesAllKeysWithAPrefix() {
        api.gives("GET", "/v1/keys", 200, "[{\"name\": \"cli_json\"}, {\"name\": \"cli_secret\"}]");
        api.gives("DELETE", "/v1/keys/cli_json", 200, "");
        api.gives("DELETE", "/v1/keys/cli_secret", 200, "");

        assertThat(Outcome.of(api, "key", "delete_by_prefix", "-p", "cli_"))
                .isEqualTo(new Outcome(0, "Deleted 2 keys\nDeleted key ids: cli_json, cli_secret\n", ""));
        assertThat(api.last("GET").target()).isEqualTo("/v1/keys?scope=system&prefix=cli_&limit=-1");
    }

    @Test
    void deletesNothingWithoutAPrefix() {
        assertThat(Outcome.of(api, "key", "delete_by_prefix").exitCode()).isEqualTo(2);
        assertThat(Outcome.of(api, "key", "delete_by_prefix", "-p", "").exitCode())
                .isEqualTo(2);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void loadsWhatAListWrote(@TempDir Path folder) throws Exception {
        api.gives("PUT", "/v1/keys/cli_key", 200, PLAIN);
        api.gives("PUT", "/v1/keys/mine", 200, OWN);
        Path file = Files.writeString(folder.resolve("keys.json"), "[" + PLAIN + "," + OWN + "]");

        Outcome outcome = Outcome.of(api, "key", "load", file.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("| cli_key | v1 ").contains("| mine    | 0A ");
        assertThat(api.last("PUT").json().values())
                .isEqualTo(Map.of(
                        "name", "mine",
                        "value", "0A",
                        "scope", "st2kv.user",
                        "user", "root",
                        "secret", true,
                        "encrypted", true));
    }

    @Test
    void convertsWhatIsNoTextWhereItIsAskedTo(@TempDir Path folder) throws Exception {
        api.gives("PUT", "/v1/keys/k1", 200, PLAIN);
        api.gives("PUT", "/v1/keys/k2", 200, PLAIN);
        Path file = Files.writeString(folder.resolve("keys.yaml"), """
                - {name: k1, value: v1}
                - {name: k2, value: {a: [1, two]}}
                """);

        Outcome refused = Outcome.of(api, "key", "load", file.toString());
        List<RecordedApi.Asked> before = List.copyOf(api.asked());
        Outcome converted = Outcome.of(api, "key", "load", "-c", file.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("k2").contains("--convert");
        assertThat(before).isEmpty();
        assertThat(converted.exitCode()).isZero();
        assertThat(api.last("PUT").json().text("value")).isEqualTo("{\"a\": [1, \"two\"]}");
    }
}

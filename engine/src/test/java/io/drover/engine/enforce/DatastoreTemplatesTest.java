package io.drover.engine.enforce;

import static io.drover.engine.rehearse.Plant.callable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Datastore.Form;
import io.drover.engine.api.Datastore.Value;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.datastore.SecretValues;
import io.drover.engine.datastore.StackStormFormat;
import io.drover.engine.datastore.StoredPairs;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.ids.Ids;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.secret.SecretBox;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The datastore as the templates of parameters see it. */
class DatastoreTemplatesTest {
    private static final String MASK = "********";
    private static final Map<String, @Nullable Object> CONTEXT = Map.of("action_context", Map.of("user", "anna"));

    private final HandClock clock = new HandClock();
    private final MemoryStore store = new MemoryStore();
    private final Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {});
    private final List<Key> asked = new ArrayList<>();
    private final Parameters parameters;
    private final StoredPairs pairs;

    DatastoreTemplatesTest(@TempDir Path folder) {
        SecretValues secrets = new SecretValues(new SecretBox(folder.resolve("keys.json")), StackStormFormat.NONE);
        pairs = new StoredPairs(
                store, secrets, (change, events) -> committer.commit(Change.of(change)), new Ids(clock), clock);
        TemplateKeys keys = new TemplateKeys(
                key -> {
                    asked.add(key);
                    return pairs.find(key);
                },
                secrets);
        parameters = new Parameters(new PackConfigs(new Registry(List.of()), keys), keys);
    }

    @BeforeEach
    void fill() {
        set(Key.system("url"), "http://x");
        set(Key.system("a.b.c"), "deep");
        set(Key.system("n"), "41");
        set(Key.system("f"), "1.5");
        set(Key.system("list"), "[1, 2]");
        set(Key.ofUser("anna", "url"), "http://anna");
        set(Key.ofUser("bob", "url"), "http://bob");
        secret(Key.system("token"), "s3cret");
        secret(Key.ofUser("anna", "token"), "mine");
    }

    @AfterEach
    void close() {
        committer.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{{ st2kv.system.url }} => http://x",
                "{{ st2kv['system']['url'] }} => http://x",
                "{{ st2kv.system['a.b.c'] }} => deep",
                "{{ st2kv.system.a.b.c }} => deep",
                "[{{ st2kv.system.a.b }}] => []",
                "[{{ st2kv.system.none }}] => []",
                "{{ st2kv.system.none or 'else' }} => else",
                "{{ st2kv.system.none | default('else', true) }} => else",
                "{% if st2kv.system.none %}yes{% else %}no{% endif %} => no",
                "{% if st2kv.system.url == 'http://x' %}yes{% endif %} => yes",
                "{{ st2kv.user.url }} => http://anna",
                "{{ st2kv.system.n + 1 }} => 42",
                "{{ 1 + st2kv.system.n }} => 42",
                "{{ st2kv.system.n * st2kv.system.f }} => 61.5",
                "{{ st2kv.system.n | int + 1 }} => 42",
                "{{ st2kv.system.f | float }} => 1.5",
                "{{ 'n=' + st2kv.system.n }} => n=41",
                "{{ st2kv.system.url | upper }} => HTTP://X",
                "{{ st2kv.system.url | length }} => 8",
                "{{ (st2kv.system.list | from_json_string)[1] }} => 2",
                "{% set kv = st2kv.system %}{{ kv.url }} => http://x",
                "{{ [st2kv.system.url, st2kv.system.n] | join('-') }} => http://x-41",
            })
    void seeWhatIsThere(String template, String rendered) {
        assertThat(render(template).clear()).containsEntry("cmd", rendered);
    }

    @Test
    void keepTheTextWithinAnObject() {
        Prepared prepared = parameters.requested(
                callable(Map.of("body", Map.of("type", "object"))),
                Map.of("body", Map.of("url", "{{ st2kv.system.url }}", "all", "{{ [st2kv.system.n] }}")),
                CONTEXT);

        assertThat(prepared.clear()).isEqualTo(Map.of("body", Map.of("url", "http://x", "all", List.of("41"))));
    }

    @Test
    void seeTheKeysOfTheirUserAlone() {
        Prepared bobs = parameters.requested(
                text(), Map.of("cmd", "{{ st2kv.user.url }}"), Map.of("action_context", Map.of("user", "bob")));

        assertThat(bobs.clear()).containsEntry("cmd", "http://bob");
    }

    @Test
    void seeTheKeysInDefaultsToo() {
        Prepared prepared = parameters.requested(
                callable(Map.of("cmd", Map.of("type", "string", "default", "{{ st2kv.system.url }}"))),
                Map.of(),
                CONTEXT);

        assertThat(prepared.clear()).containsEntry("cmd", "http://x");
    }

    @Test
    void areOnlyLookedUpWhereTheyAreUsed() {
        Prepared unused = render("{{ action_context.user }}");
        assertThat(asked).isEmpty();

        Prepared once = render("{{ st2kv.system.a.b.c }}");
        assertThat(asked).containsExactly(Key.system("a.b.c"));
        assertThat(once.secrets()).isEmpty();
    }

    @Test
    void showTheCiphertextOfASecretUntilItIsDecrypted() {
        Prepared prepared = render("{{ st2kv.system.token }}");

        assertThat(prepared.clear())
                .containsEntry(
                        "cmd",
                        pairs.find(Key.system("token")).map(KeyValuePair::value).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{{ st2kv.system.token | decrypt_kv }} => s3cret",
                "{{ st2kv.user.token | decrypt_kv }} => mine",
                "-p {{ st2kv.system.token | decrypt_kv | upper }} => -p S3CRET",
                "{% set t = st2kv.system.token %}{{ t | decrypt_kv }} => s3cret",
            })
    void maskWhatTheyDecryptThoughTheParameterIsNotSecret(String template, String clear) {
        Prepared prepared = render(template);

        assertThat(prepared.clear()).containsEntry("cmd", clear);
        assertThat(prepared.shown()).containsEntry("cmd", MASK);
        assertThat(prepared.secrets()).containsOnlyKeys("cmd");
    }

    @Test
    void maskWhatTheyDecryptWithinAnObject() {
        Prepared prepared = parameters.requested(
                callable(Map.of("body", Map.of("type", "object"))),
                Map.of(
                        "body",
                        Map.of("url", "{{ st2kv.system.url }}", "token", "{{ st2kv.system.token | decrypt_kv }}")),
                CONTEXT);

        assertThat(prepared.clear()).isEqualTo(Map.of("body", Map.of("url", "http://x", "token", "s3cret")));
        assertThat(prepared.shown()).isEqualTo(Map.of("body", Map.of("url", "http://x", "token", MASK)));
    }

    @Test
    void maskWhatTheyDecryptByAFilterWhoseNameTheyCompute() {
        Prepared prepared = render("{{ [st2kv.system.token] | map('decrypt' ~ '_kv') | first }}");

        assertThat(prepared.clear()).containsEntry("cmd", "s3cret");
        assertThat(prepared.shown()).containsEntry("cmd", MASK);
    }

    @Test
    void doNotMaskATextThatOnlySpeaksOfTheFilter() {
        assertThat(render("use decrypt_kv").shown()).containsEntry("cmd", "use decrypt_kv");
    }

    @Test
    void sayWhichItemIsMissingOrEmpty() {
        set(Key.system("empty"), "");

        for (String name : List.of("none", "empty", "a.b")) {
            assertThatThrownBy(() -> render("{{ st2kv.system." + name + " | decrypt_kv }}"))
                    .hasMessageContaining("Parameter 'cmd' of action 'plant.act' could not be rendered: Referenced"
                            + " datastore item \"st2kv.system." + name
                            + "\" doesn't exist or it contains an empty string");
        }
    }

    @Test
    void sayWhichItemIsNotEncryptedAndNotWhatItHolds() {
        assertThatThrownBy(() -> render("{{ st2kv.system.url | decrypt_kv }}"))
                .hasMessageContaining("Datastore item \"st2kv.system.url\" could not be decrypted")
                .hasMessageNotContaining("http://x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ st2kv.system.token | decrypt_kv | from_json_string }}",
                "{{ (st2kv.system.token | decrypt_kv).nothing }}",
                "{{ {}[st2kv.system.token | decrypt_kv] }}",
            })
    void tellNoSecretWhereTheyFail(String template) {
        assertThatThrownBy(() -> render(template)).hasMessageNotContaining("s3cret");
    }

    private void set(Key key, String text) {
        KeyValuePair unused = pairs.set(key, new Value(text, Form.PLAIN, null), null, Parts.ADMIN);
    }

    private void secret(Key key, String text) {
        KeyValuePair unused = pairs.set(key, new Value(text, Form.SECRET, null), null, Parts.ADMIN);
    }

    private static CallableAction text() {
        return callable(Map.of("cmd", Map.of("type", "string")));
    }

    private Prepared render(String template) {
        return parameters.requested(text(), Map.of("cmd", template), CONTEXT);
    }
}

package io.drover.engine.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Datastore.Form;
import io.drover.engine.api.Datastore.Value;
import io.drover.engine.api.RegisteredPack;
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
import io.drover.engine.rehearse.Plant;
import io.drover.engine.secret.SecretBox;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.error.DroverException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations whose values come from the datastore. */
class PackConfigsTest {
    private final HandClock clock = new HandClock();
    private final MemoryStore store = new MemoryStore();
    private final Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {});
    private final Registry registry = new Registry(List.of());
    private final StoredPairs pairs;
    private final PackConfigs configs;

    PackConfigsTest(@TempDir Path folder) {
        SecretValues secrets = new SecretValues(new SecretBox(folder.resolve("keys.json")), StackStormFormat.NONE);
        pairs = new StoredPairs(
                store, secrets, (change, events) -> committer.commit(Change.of(change)), new Ids(clock), clock);
        configs = new PackConfigs(registry, new TemplateKeys(pairs::find, secrets));
        set(Key.system("url"), "http://x", Form.PLAIN);
        set(Key.ofUser("anna", "url"), "http://anna", Form.PLAIN);
        set(Key.system("password"), "s3cret", Form.SECRET);
    }

    @Test
    void areRenderedAtAnyDepthForTheUserOfTheCall() {
        configure(
                Map.of(
                        "url",
                        "{{ st2kv.system.url }}/api",
                        "own",
                        "{{ st2kv.user.url }}",
                        "list",
                        List.of(1L, Map.of("deep", "{{ st2kv.system.url }}")),
                        "plain",
                        true),
                Map.of());

        assertThat(configs.of("plant", "anna").values())
                .isEqualTo(Map.of(
                        "url",
                        "http://x/api",
                        "own",
                        "http://anna",
                        "list",
                        List.of(1L, Map.of("deep", "http://x")),
                        "plain",
                        true));
    }

    @Test
    void aTemplateThatGivesNothingGivesNull() {
        configure(Map.of("a", "{{ st2kv.system.missing }}", "b", "{{ nobody }}"), Map.of());

        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("a", null);
        nothing.put("b", null);
        assertThat(configs.of("plant", "anna").values()).isEqualTo(nothing);
    }

    @Test
    void whatTheSchemaCallsSecretIsDecrypted() {
        Map<String, @Nullable Object> schema = Map.of(
                "password", Map.of("type", "string", "secret", true),
                "db", Map.of("properties", Map.of("password", Map.of("secret", true))),
                "open", Map.of("secret", true));
        configure(
                Map.of(
                        "password", "{{ st2kv.system.password }}",
                        "db", Map.of("password", "{{ st2kv.system.password }}", "user", "ada"),
                        "open", "{{ st2kv.system.url }}"),
                schema);

        PackConfig config = configs.of("plant", "anna");

        assertThat(config.values())
                .isEqualTo(Map.of(
                        "password", "s3cret", "db", Map.of("password", "s3cret", "user", "ada"), "open", "http://x"));
        assertThat(config.secrets()).contains("s3cret", "http://x");
    }

    @Test
    void whatWasDecryptedIsSecretWhateverTheSchemaSays() {
        configure(
                Map.of("login", Map.of("line", "ada:{{ st2kv.system.password | decrypt_kv }}"), "site", "north"),
                Map.of());

        PackConfig config = configs.of("plant", "anna");

        assertThat(config.values()).containsEntry("login", Map.of("line", "ada:s3cret"));
        assertThat(config.secrets()).containsExactly(Map.of("line", "ada:s3cret"));
    }

    @Test
    void tellsWhichAttributeCannotBeRenderedAndNoValue() {
        configure(Map.of("a", Map.of("b", List.of("{{ st2kv.system.missing | decrypt_kv }}"))), Map.of());

        assertThatThrownBy(() -> configs.of("plant", "anna"))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("'a.b[0]'")
                .hasMessageContaining("'plant'")
                .hasMessageContaining("system.missing");
    }

    @Test
    void withoutTemplatesIsWhatIsWritten() {
        configure(Map.of("site", "north"), Map.of());

        assertThat(configs.of("plant", "anna")).isEqualTo(configs.asWritten("plant"));
        assertThat(configs.of("nothing", "anna").values()).isEmpty();
    }

    private void set(Key key, String text, Form form) {
        KeyValuePair unused = pairs.set(key, new Value(text, form, null), null, Parts.ADMIN);
    }

    private void configure(Map<String, @Nullable Object> values, Map<String, @Nullable Object> schema) {
        registry.putPack(
                new RegisteredPack(Plant.pack("plant", Path.of("plant")), List.of(), List.of(), List.of(), schema),
                List.of(),
                List.of(),
                List.of(),
                values);
    }
}

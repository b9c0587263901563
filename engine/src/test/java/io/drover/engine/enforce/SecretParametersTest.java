package io.drover.engine.enforce;

import static io.drover.engine.rehearse.Plant.callable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.engine.rehearse.Keys;
import io.drover.engine.rehearse.Plant;
import io.drover.model.error.DroverException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a secret is secret, too. */
class SecretParametersTest {
    private static final String MASK = "********";
    private static final Map<String, @Nullable Object> TEXT = Map.of("type", "string");
    private static final Map<String, @Nullable Object> SECRET = Map.of("type", "string", "secret", true);
    private static final Map<String, @Nullable Object> PARTLY_SECRET =
            Map.of("type", "object", "properties", Map.of("inner", SECRET, "open", TEXT));
    private static final Map<String, @Nullable Object> GIVEN = Map.of("password", "s3cret");

    private final Registry registry = new Registry(List.of());
    private final Parameters parameters = new Parameters(new PackConfigs(registry, Keys.none()), Keys.none());

    @BeforeEach
    void configure() {
        registry.putPack(
                new RegisteredPack(
                        Plant.pack("plant", Plant.FOLDER),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of("url", Map.of("type", "string"), "token", Map.of("type", "string", "secret", true))),
                List.of(),
                List.of(),
                List.of(),
                Map.of("url", "http://x", "token", "t0ken"));
    }

    @Test
    void aSecretParameterIsMasked() {
        Prepared prepared =
                requested(Map.of("password", SECRET, "host", TEXT), Map.of("password", "s3cret", "host", "a"));

        assertThat(prepared.clear()).isEqualTo(Map.of("password", "s3cret", "host", "a"));
        assertThat(prepared.shown()).isEqualTo(Map.of("password", MASK, "host", "a"));
        assertThat(prepared.secrets()).isEqualTo(Map.of("password", "s3cret"));
        assertThat(prepared.hidden()).containsExactly("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ password }}",
                "login -p {{ password }}",
                "{{ password | upper }}",
                "{{ password | length }}",
                "{% if password == 's3cret' %}yes{% endif %}",
                "{% for c in password %}{{ c }}{% endfor %}",
                "{% set l = [] %}{{ l.append(password) }}{{ l }}",
                "{{ config_context.token }}",
                "{{ config_context['token'][:2] }}",
                "{{ config_context }}",
                "{% for name, value in config_context.items() %}{{ value }}{% endfor %}"
            })
    void aTextThatIsMadeOfASecretIsMaskedAsAWhole(String template) {
        Prepared prepared =
                requested(Map.of("password", SECRET, "cmd", Map.of("type", "string", "default", template)), GIVEN);

        assertThat(prepared.shown()).isEqualTo(Map.of("password", MASK, "cmd", MASK));
        assertThat(prepared.secrets()).containsKey("cmd");
        assertThat(prepared.clear().get("cmd")).isNotEqualTo(MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ config_context.url }}",
                "{{ trigger.host }}",
                "{{ 'token' in config_context }}",
                "{{ config_context | length }}",
                "{{ trigger.host or password }}"
            })
    void aTextThatReadsNoSecretIsShown(String template) {
        Prepared prepared =
                requested(Map.of("password", SECRET, "cmd", Map.of("type", "string", "default", template)), GIVEN);

        assertThat(prepared.isSecret("cmd")).isFalse();
        assertThat(prepared.secrets()).containsOnlyKeys("password");
    }

    @Test
    void aSecretPartOfAParameterIsMaskedAlone() {
        Prepared prepared = requested(
                Map.of("opt", PARTLY_SECRET, "cmd", Map.of("type", "string", "default", "{{ opt.open }}")),
                Map.of("opt", Map.of("inner", "s3cret", "open", "y")));

        assertThat(prepared.shown()).isEqualTo(Map.of("opt", Map.of("inner", MASK, "open", "y"), "cmd", "y"));
        assertThat(prepared.secrets()).isEqualTo(Map.of("opt", Map.of("inner", "s3cret", "open", "y")));
        assertThat(prepared.hidden()).containsExactly("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ opt.inner }}", "{{ opt }}", "{{ opt['inner'] | upper }}"})
    void aTextThatIsMadeOfASecretPartIsMaskedAsAWhole(String template) {
        Prepared prepared = requested(
                Map.of("opt", PARTLY_SECRET, "cmd", Map.of("type", "string", "default", template)),
                Map.of("opt", Map.of("inner", "s3cret", "open", "y")));

        assertThat(prepared.shown()).containsEntry("cmd", MASK);
    }

    @Test
    void ofAParameterThatIsGivenAsATextItsSecretPartIsMaskedToo() {
        Prepared prepared =
                requested(Map.of("opt", PARTLY_SECRET), Map.of("opt", "{\"inner\": \"s3cret\", \"open\": \"y\"}"));

        assertThat(prepared.shown()).isEqualTo(Map.of("opt", Map.of("inner", MASK, "open", "y")));
        assertThat(parameters.shownAsGiven(
                        callable(Map.of("opt", PARTLY_SECRET)), Map.of("opt", "{\"inner\": \"s3cret\"")))
                .isEqualTo(Map.of("opt", MASK));
    }

    @Test
    void ofAnObjectWhatIsMadeOfASecretIsMaskedAlone() {
        Map<String, @Nullable Object> env = Map.of(
                "type",
                "object",
                "default",
                Map.of(
                        "PASSWORD", "{{ password }}",
                        "HOME", "/home/{{ trigger.host }}",
                        "ALL", List.of("x", "{{ password }}")));

        Prepared prepared = requested(Map.of("password", SECRET, "env", env), GIVEN);

        assertThat(prepared.clear().get("env"))
                .isEqualTo(Map.of("PASSWORD", "s3cret", "HOME", "/home/a", "ALL", List.of("x", "s3cret")));
        assertThat(prepared.shown().get("env"))
                .isEqualTo(Map.of("PASSWORD", MASK, "HOME", "/home/a", "ALL", List.of("x", MASK)));
        assertThat(prepared.hidden()).containsOnly("s3cret");
    }

    @Test
    void aKeyThatIsMadeOfASecretHidesItsObject() {
        Map<String, @Nullable Object> env = Map.of("type", "object", "default", Map.of("{{ password }}", 1L));

        Prepared prepared = requested(Map.of("password", SECRET, "env", env), GIVEN);

        assertThat(prepared.shown().get("env")).isEqualTo(MASK);
    }

    @Test
    void theTaintGoesOnFromParameterToParameter() {
        Prepared prepared = requested(
                Map.of(
                        "password", SECRET,
                        "auth", Map.of("type", "string", "default", "Basic {{ password | upper }}"),
                        "header", Map.of("type", "string", "default", "A: {{ auth }}")),
                GIVEN);

        assertThat(prepared.clear().get("header")).isEqualTo("A: Basic S3CRET");
        assertThat(prepared.shown().get("header")).isEqualTo(MASK);
    }

    @Test
    void aSecretThatSomebodyWroteIntoAnotherParameterIsMaskedThereToo() {
        Prepared prepared = requested(
                Map.of("password", SECRET, "cmd", TEXT, "url", TEXT),
                Map.of("password", "s3cret", "cmd", "login s3cret", "url", "http://x?t0ken"));

        assertThat(prepared.shown()).isEqualTo(Map.of("password", MASK, "cmd", MASK, "url", MASK));
        assertThat(prepared.clear()).containsEntry("cmd", "login s3cret").containsEntry("url", "http://x?t0ken");
    }

    @Test
    void whatWasSecretStaysSoInACallThatRepeatsAnother() {
        CallableAction action = callable(Map.of("password", SECRET, "cmd", TEXT, "size", Map.of("type", "string")));
        Prepared stored = new Prepared(
                Map.of("password", "s3cret", "cmd", "login {{ s3cret }}"), Map.of("password", MASK, "cmd", MASK));

        Prepared again = parameters.requestedAgain(action, stored, Map.of("size", "{{ cmd | length }}"), context());

        assertThat(again.clear()).containsEntry("cmd", "login {{ s3cret }}").containsEntry("size", "18");
        assertThat(again.shown()).isEqualTo(Map.of("password", MASK, "cmd", MASK, "size", MASK));
    }

    @Test
    void aDefaultThatIsSecretIsKnownWhenARunnerGetsIt() {
        CallableAction action = callable(Map.of(
                "password", Map.of("type", "string", "secret", true, "default", "s3cret"),
                "cmd", Map.of("type", "string", "default", "login {{ password }}")));

        Prepared all = parameters.complete(action, Prepared.NOTHING, context());

        assertThat(all.clear()).isEqualTo(Map.of("password", "s3cret", "cmd", "login s3cret"));
        assertThat(all.hidden()).containsExactlyInAnyOrder("s3cret", "login s3cret");
    }

    @Test
    void aRefusalDoesNotTellASecret() {
        Map<String, @Nullable Object> number = Map.of("type", "integer", "default", "{{ password }}");
        Map<String, @Nullable Object> filtered =
                Map.of("type", "string", "default", "{{ password | from_json_string }}");
        Map<String, @Nullable Object> choice = Map.of("type", "string", "enum", List.of("x"));

        refused(Map.of("password", SECRET, "n", number), GIVEN, "'n'");
        refused(Map.of("password", SECRET, "n", filtered), GIVEN, "reads a secret");
        refused(Map.of("password", SECRET, "e", choice), Map.of("password", "s3cret", "e", "s3cret"), "e");
    }

    @Test
    void whatCannotBeRenderedIsShownWithoutItsSecrets() {
        Map<String, @Nullable Object> given = Map.of("password", "s3cret", "cmd", "{{ nobody }} s3cret", "host", "a");

        assertThat(parameters.shownAsGiven(callable(Map.of("password", SECRET, "cmd", TEXT, "host", TEXT)), given))
                .isEqualTo(Map.of("password", MASK, "cmd", MASK, "host", "a"));
    }

    private Prepared requested(Map<String, @Nullable Object> schema, Map<String, @Nullable Object> given) {
        return parameters.requested(callable(schema), given, context());
    }

    private void refused(Map<String, @Nullable Object> schema, Map<String, @Nullable Object> given, String word) {
        assertThatThrownBy(() -> requested(schema, given)).isInstanceOfSatisfying(DroverException.class, refusal -> {
            assertThat(refusal.getMessage()).contains(word).doesNotContain("s3cret");
            assertThat(String.valueOf(refusal.getCause())).doesNotContain("s3cret");
        });
    }

    private Map<String, @Nullable Object> context() {
        return Map.of("trigger", Map.of("host", "a"));
    }
}

package io.drover.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SecretMembersTest {
    private static final Map<String, @Nullable Object> SCHEMAS = Map.of(
            "url", Map.of("type", "string"),
            "token", Map.of("type", "string", "secret", true),
            "database",
                    Map.of(
                            "type",
                            "object",
                            "properties",
                            Map.of("host", Map.of(), "password", Map.of("secret", true))),
            "accounts", Map.of("type", "array", "items", Map.of("secret", true)));
    private static final Map<String, @Nullable Object> CONFIG = Map.of(
            "url",
            "http://x",
            "token",
            "t0ken",
            "database",
            Map.of("host", "h", "password", "p4ss"),
            "accounts",
            List.of("a1", "a2"),
            "other",
            1L);

    private final AtomicInteger looks = new AtomicInteger();
    private final Map<String, @Nullable Object> watched =
            new SecretMembers(SCHEMAS).watched(CONFIG, looks::incrementAndGet);

    @Test
    void findsTheSecretValues() {
        assertThat(new SecretMembers(SCHEMAS).values(CONFIG))
                .containsExactlyInAnyOrder("t0ken", "p4ss", List.of("a1", "a2"));
    }

    @Test
    void whatIsOpenMayBeLookedAt() {
        assertThat(watched.get("url")).isEqualTo("http://x");
        assertThat(watched.get("other")).isEqualTo(1L);
        assertThat(watched.get("nothing")).isNull();
        assertThat(watched.containsKey("token")).isTrue();
        assertThat(watched).hasSize(5);
        assertThat(watched.keySet()).contains("token");
        assertThat(database().get("host")).isEqualTo("h");

        assertThat(looks).hasValue(0);
    }

    @Test
    void aLookAtASecretIsTold() {
        assertThat(watched.get("token")).isEqualTo("t0ken");
        assertThat(looks).hasValue(1);

        assertThat(database().get("password")).isEqualTo("p4ss");
        assertThat(looks).hasValue(2);

        assertThat(watched.get("accounts")).isEqualTo(List.of("a1", "a2"));
        assertThat(looks).hasValue(3);
    }

    @Test
    void aLookAtEverythingIsALookAtTheSecrets() {
        assertThat(watched.toString()).contains("t0ken");

        assertThat(looks.get()).isPositive();
    }

    @Test
    void whereNothingIsSecretNothingIsTold() {
        Map<String, @Nullable Object> open =
                new SecretMembers(Map.of("url", Map.of("type", "string"))).watched(CONFIG, looks::incrementAndGet);

        assertThat(open.toString()).contains("t0ken");
        assertThat(looks).hasValue(0);
    }

    private Map<?, ?> database() {
        return (Map<?, ?>) Objects.requireNonNull(watched.get("database"));
    }
}

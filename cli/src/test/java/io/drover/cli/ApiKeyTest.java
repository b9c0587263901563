package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys of the API. */
class ApiKeyTest {
    private final RecordedApi api = new RecordedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void printsANewApiKeyAlone() {
        api.gives("338-auth-apikey-create");

        Outcome outcome = Outcome.of(api, "apikey", "create", "-k", "-u", "st2admin", "-m", "{\"used_by\":\"gold\"}");

        assertThat(outcome.out()).matches("A+\n");
        assertThat(api.last("POST").json().values())
                .isEqualTo(Map.of("user", "st2admin", "metadata", Map.of("used_by", "gold")));
    }
}

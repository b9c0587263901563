package io.drover.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
    private static final List<String> KNOWN =
            List.of("http.port", "enabled", "trigger", "equals", "iequals", "rule", "why", "lt", "gt");

    @ParameterizedTest
    @CsvSource({
        "triger, trigger",
        "triggerr, trigger",
        "trogger, trigger",
        "ruel, rule",
        "wyh, why",
        "http.prot, http.port",
        "enbaeld, enabled",
        "Trigger, trigger",
        "ENABELD, enabled",
    })
    void guessesWhatWasMeant(String written, String meant) {
        assertThat(Nearest.of(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "fly", "role play", "enormous", "https.backport"})
    void guessesNothingWhereNothingIsNear(String written) {
        assertThat(Nearest.of(written, KNOWN)).isEmpty();
    }

    @Test
    void toleratesMoreInLongerNames() {
        assertThat(Nearest.of("lst", List.of("list"))).contains("list");
        assertThat(Nearest.of("ls", List.of("list"))).isEmpty();
        assertThat(Nearest.of("databse.pol-size", List.of("database.pool-size")))
                .contains("database.pool-size");
    }

    @Test
    void takesTheNearestAndOfEquallyNearOnesTheFirstByName() {
        assertThat(Nearest.of("equal", KNOWN)).contains("equals");
        assertThat(Nearest.of("t", List.of("lt", "gt"))).isEmpty();
        assertThat(Nearest.of("et", List.of("lt", "gt"))).contains("gt");
        assertThat(Nearest.of("et", List.of("gt", "lt"))).contains("gt");
    }

    @Test
    void asksBackInWords() {
        assertThat(Nearest.hint("triger", KNOWN)).isEqualTo(" Did you mean 'trigger'?");
        assertThat(Nearest.hint("nonsense", KNOWN)).isEmpty();
    }
}

package io.drover.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VeilTest {
    @Test
    void masksASecretWhereverItStands() {
        Veil veil = Veil.over(List.of("s3cret"));

        assertThat(veil.masked("a s3cret, s3crets")).isEqualTo("a ********, ********s");
        assertThat(veil.masked(Map.of("s3cret", List.of("x=s3cret", 1L))))
                .isEqualTo(Map.of("********", List.of("x=********", 1L)));
    }

    @Test
    void masksWhatLiesWithinASecret() {
        Veil veil = Veil.over(List.of(Map.of("user", "anna-maria", "pins", List.of(4711L, "0815"))));

        assertThat(veil.masked("anna-maria 4711 0815")).isEqualTo("******** ******** ********");
        assertThat(veil.masked(Map.of("pin", 4711L))).isEqualTo(Map.of("pin", "********"));
    }

    @Test
    void masksALongerSecretBeforeOneThatIsAPartOfIt() {
        assertThat(Veil.over(List.of("pass", "password1")).masked("password1 pass"))
                .isEqualTo("******** ********");
    }

    @Test
    void masksASecretInJsonAndInAddresses() {
        Veil veil = Veil.over(List.of("p\"w d&"));

        assertThat(veil.masked("{\"p\": \"p\\\"w d&\"} ?p=p%22w+d%26 ?p=p%22w%20d%26"))
                .isEqualTo("{\"p\": \"********\"} ?p=******** ?p=********");
    }

    @Test
    void masksTheLinesOfASecretOneByOne() {
        assertThat(Veil.over(List.of("line one\nline two")).masked("> line two\n> line one"))
                .isEqualTo("> ********\n> ********");
    }

    @Test
    void leavesVeryShortSecretsAsTheyStandEverywhere() {
        assertThat(Veil.over(List.of("abc", "", 12L)).masked("abc 12")).isEqualTo("abc 12");
    }

    @Test
    void coversATextThatHoldsASecretAsAWhole() {
        Veil veil = Veil.over(List.of("s3cret"));

        assertThat(veil.covered(Map.of("cmd", "login s3cret", "list", List.of("a", "s3cret"))))
                .isEqualTo(Map.of("cmd", "********", "list", List.of("a", "********")));
        assertThat(veil.covered("nothing")).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "abab, x, 1",
        "abab, xa, 1",
        "abab, xaba, 1",
        "abab, xabab, 1",
        "abab, xababx, 6",
        "abab, abac, 4",
        "abcd, abcd, 4",
    })
    void tellsHowFarATextCannotBecomeASecretAnyMore(String secret, String text, int settled) {
        assertThat(Veil.over(List.of(secret)).settled(text)).isEqualTo(settled);
    }

    @Test
    void waitsForALongerSecretThatBeginsLikeAShorterOne() {
        assertThat(Veil.over(List.of("abcd", "abcdef")).settled("xabcd")).isEqualTo(1);
    }
}

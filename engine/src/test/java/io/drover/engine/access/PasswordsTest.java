package io.drover.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    @Test
    void ofAPasswordOnlyAnArgon2idHashWithASaltOfItsOwnIsKept() {
        String hash = Passwords.hash("correct horse");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
        assertThat(Passwords.hash("correct horse")).isNotEqualTo(hash);
        assertThat(Passwords.fits("correct horse", hash)).isTrue();
        assertThat(Passwords.fits("correct horsf", hash)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "abc, $2y$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
        "abc-abc-abc, $apr1$r31a3b4c$e2b80U2h7w79MRDhJ8wkV0",
        "abc-abc-abc, {SHA}nc4rtuGDFNyfnyBH3MnabRfoe08=",
        "abc-abc-abc, $5$salty$6U741I4gAAM6ONuGuB9FEIqsrfVqTaX0UyH2UWb1Iw/",
        "abc-abc-abc, $6$salty$Yaoyo/s624i9ZKB0qinSqQw/eZpGSNBPTVSp/UkElnnP/AHvL8aMpCXxaQO/91QNbAnkwXceCbxUrO73RU1Qs0"
    })
    void readsWhatHtpasswdAndStackStormWrote(String password, String hash) {
        assertThat(Passwords.isKnownForm(hash)).isTrue();
        assertThat(Passwords.fitsFile(password, hash)).isTrue();
        assertThat(Passwords.fitsFile(password + "x", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "$2y$broken", "$apr1$", "{SHA}", "$5$"})
    void takesNothingThatIsNoHash(String hash) {
        assertThat(Passwords.fitsFile("plain", hash)).isFalse();
        assertThat(Passwords.fitsFile("", hash)).isFalse();
    }

    @Test
    void refusesPasswordsThatAreTooShort() {
        assertThatThrownBy(() -> Passwords.requireGood("1234567"))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("8 to 1000");
    }
}

package io.drover.distribution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.drover.distribution.config.BadConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailPointTest {
    private static final int ENDED_WELL = 0;

    @ParameterizedTest
    @CsvSource({"here,137", "here:1,137", "here:3,137", "here:4,0", "there,0"})
    void endsTheProcessAtTheGivenPassing(String text, int code) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ThreePassings.class.getName(),
                        text)
                .inheritIO()
                .start();

        assertThat(process.waitFor()).isEqualTo(code);
    }

    @Test
    void doesNothingUnlessAsked() {
        Consumer<String> none = FailPoint.of(null);
        Consumer<String> blank = FailPoint.of(" ");

        none.accept("here");
        blank.accept("here");

        assertThat(none).isNotNull();
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThatExceptionOfType(BadConfiguration.class)
                .isThrownBy(() -> FailPoint.of("here:often"))
                .withMessageContaining("DROVER_FAIL_POINT")
                .withMessageContaining("'here:often'");
    }

    static final class ThreePassings {
        private ThreePassings() {}

        public static void main(String[] arguments) {
            Consumer<String> point = FailPoint.of(arguments[0]);
            for (int i = 0; i < 3; i++) {
                point.accept("here");
            }
            System.exit(ENDED_WELL);
        }
    }
}

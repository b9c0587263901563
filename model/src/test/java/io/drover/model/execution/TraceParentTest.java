package io.drover.model.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void readsAndWritesTheHeaderOfTheRecommendation() {
        TraceParent parent = TraceParent.parse("00-" + TRACE + "-b7ad6b7169203331-01");

        assertThat(parent).isEqualTo(new TraceParent(TRACE, "b7ad6b7169203331", true));
        assertThat(new TraceParent(TRACE, "00f067aa0ba902b7", false).header())
                .isEqualTo("00-" + TRACE + "-00f067aa0ba902b7-00");
    }

    @Test
    void looksAtTheSampledFlagAlone() {
        assertThat(TraceParent.parse("00-" + TRACE + "-b7ad6b7169203331-fe"))
                .isEqualTo(new TraceParent(TRACE, "b7ad6b7169203331", false));
        assertThat(TraceParent.parse("00-" + TRACE + "-b7ad6b7169203331-03"))
                .isEqualTo(new TraceParent(TRACE, "b7ad6b7169203331", true));
    }

    @Test
    void takesOfALaterVersionWhatItKnows() {
        assertThat(TraceParent.parse("cc-" + TRACE + "-b7ad6b7169203331-01-what-comes-later"))
                .isEqualTo(new TraceParent(TRACE, "b7ad6b7169203331", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
                "xx"
            })
    void passesOverWhatIsNone(String header) {
        assertThat(TraceParent.parse(header)).isNull();
    }
}

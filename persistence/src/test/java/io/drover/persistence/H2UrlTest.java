package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2UrlTest {
    private static final String SAFE =
            "jdbc:h2:file:/data/drover;COMPRESS=TRUE;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64;WRITE_DELAY=0";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:/data/drover",
                "jdbc:h2:file:/data/drover",
                "jdbc:h2:file:/data/drover;WRITE_DELAY=500",
                "jdbc:h2:file:/data/drover;write_delay=500;DB_CLOSE_ON_EXIT=TRUE",
                "jdbc:h2:file:/data/drover;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;"
            })
    void makesEveryUrlKeepConfirmedCommits(String url) {
        assertThat(H2Url.of(url).url()).isEqualTo(SAFE);
    }

    @Test
    void keepsHarmlessSettings() {
        assertThat(H2Url.of("jdbc:h2:/data/drover;CACHE_SIZE=65536;COMPRESS=FALSE")
                        .url())
                .isEqualTo(
                        "jdbc:h2:file:/data/drover;CACHE_SIZE=65536;COMPRESS=FALSE;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64;WRITE_DELAY=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:test",
                "jdbc:h2:tcp://localhost/drover",
                "jdbc:h2:ssl://localhost/drover",
                "jdbc:h2:zip:/data/a.zip!/drover",
                "jdbc:h2:file:",
                "jdbc:h2:/data/drover;INIT=runscript from 'x.sql'",
                "jdbc:h2:/data/drover;AUTO_SERVER=TRUE",
                "jdbc:h2:/data/drover;FILE_LOCK=NO",
                "jdbc:h2:/data/drover;MODE=PostgreSQL"
            })
    void refusesWhatIsNoFileOfOurs(String url) {
        assertThatThrownBy(() -> H2Url.of(url))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}

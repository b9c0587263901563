package io.drover.bench.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.bench.FakeDaemon;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DaemonApiTest {
    @Test
    void readsAMetricByItsNameAndLabels() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(Duration.ZERO);
                DaemonApi api = DaemonApi.of(daemon.url(), FakeDaemon.TOKEN)) {
            assertThat(api.metric("jvm_memory_used_bytes{area=\"heap\"}")).isEqualTo(1_048_576);
            assertThatThrownBy(() -> api.metric("jvm_memory"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("without jvm_memory");
        }
    }
}

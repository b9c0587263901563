package io.drover.model.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.action.Notices.Due;
import io.drover.model.error.DroverException;
import io.drover.model.execution.ExecutionStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesTest {
    private static final Notices ALL = Notices.of(Map.of(
            "on-complete", Map.of("message", "over", "routes", List.of("slack")),
            "on-success", Map.of("routes", List.of("mail")),
            "on-failure", Map.of("channels", List.of("pager"))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUCCEEDED | [completed, succeeded]",
                "FAILED    | [completed, failed]",
                "TIMEOUT   | [completed, failed]",
                "ABANDONED | [completed, failed]",
                "CANCELED  | [completed]",
                "RUNNING   | []"
            })
    void areDueByHowARunEnded(ExecutionStatus status, String words) {
        assertThat(ALL.after(status).stream().map(Due::word).toList()).hasToString(words);
    }

    @Test
    void takeChannelsWhereThereAreNoRoutes() {
        assertThat(ALL.after(ExecutionStatus.FAILED).get(1).notice().routes()).containsExactly("pager");
    }

    @Test
    void sayWhatOfASectionIsNotUnderstood() {
        assertThatThrownBy(() -> Notices.of(Map.of("on-sucess", Map.of())))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("on-sucess");
        assertThatThrownBy(() -> Notices.of(Map.of("on-success", "mail")))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("'notify.on-success'");
        assertThatThrownBy(() -> Notices.of(Map.of("on-success", Map.of("routes", "mail"))))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("'routes'");
        assertThatThrownBy(() -> Notices.of(Map.of("on-success", Map.of("text", "mail"))))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("text");
    }
}

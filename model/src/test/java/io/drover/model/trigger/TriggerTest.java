package io.drover.model.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Triggers are shared by rules that ask for the same parameters. */
class TriggerTest {
    private static final Ref WEBHOOK = Ref.parse("core.st2.webhook");

    @Test
    void carriesTheNameOfItsTypeWithoutParameters() {
        assertThat(Trigger.of(WEBHOOK, Map.of()).ref()).isEqualTo(WEBHOOK);
    }

    @Test
    void isTheSameForEqualParametersInAnyOrder() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("url", "deploy");
        one.put("depth", 2);
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("depth", 2L);
        other.put("url", "deploy");

        assertThat(Trigger.of(WEBHOOK, one)).isEqualTo(Trigger.of(WEBHOOK, other));
    }

    @Test
    void differsWhereAParameterDiffersInValueOrKind() {
        assertThat(Trigger.of(WEBHOOK, Map.of("url", "1")).ref())
                .isNotEqualTo(Trigger.of(WEBHOOK, Map.of("url", 1)).ref());
    }

    @Test
    void liesInThePackOfItsType() {
        assertThat(Trigger.of(WEBHOOK, Map.of("url", "x")).ref().pack()).isEqualTo("core");
    }
}

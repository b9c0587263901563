package io.drover.restapi.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleShapeTest {
    private static final Map<String, Object> WHEN = Map.of("any", List.of(Map.of("a", Map.of("trigger", "x.a"))));

    @Test
    void takesARuleOverSeveralEventsBackAsItWasShown() {
        Map<String, Object> shown = Map.of(
                "name",
                "r",
                "when",
                WHEN,
                "trigger",
                Map.of("type", "x.a", "ref", "x.a", "parameters", Map.of()),
                "criteria",
                Map.of());

        assertThat(RuleShape.document(shown)).isEqualTo(Map.of("name", "r", "when", WHEN));
    }

    @Test
    void leavesWhatSomebodyWroteBesideSeveralEventsToBeRefused() {
        Map<String, Object> written = Map.of(
                "when", WHEN,
                "trigger", Map.of("type", "x.a"),
                "criteria", Map.of("trigger.n", Map.of("type", "eq", "pattern", 1L)));

        assertThat(RuleShape.document(written)).isEqualTo(written);
    }
}

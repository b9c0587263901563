package io.drover.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.rehearse.Plant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an action may say of its runner's parameters. */
class RunnerOverridesTest {
    private static final Map<String, @Nullable Object> SUDO =
            Map.of("sudo", Map.of("type", "boolean", "default", false));

    @Test
    void letsAnActionSayWhatARunnerLeavesOpen() {
        assertThat(problems(
                        Map.of("sudo", Map.of("default", true, "immutable", true, "description", "As root.")), SUDO))
                .isEmpty();
        assertThat(problems(Map.of("host", Map.of("type", "string", "position", 0)), SUDO))
                .isEmpty();
    }

    @Test
    void letsAnActionRepeatWhatTheRunnerSays() {
        assertThat(problems(Map.of("sudo", Map.of("type", "boolean")), SUDO)).isEmpty();
    }

    @Test
    void refusesAnotherTypeOfARunnersParameter() {
        assertThat(problems(Map.of("sudo", Map.of("type", "string")), SUDO))
                .singleElement()
                .asString()
                .contains("'type'", "'sudo'", "plant.act", "cannot be overridden");
    }

    @Test
    void refusesAnImmutableParameterThatNeverHasAValue() {
        assertThat(problems(Map.of("host", Map.of("immutable", true)), SUDO))
                .singleElement()
                .asString()
                .contains("'host'", "no default");
        assertThat(problems(Map.of("host", Map.of("immutable", true, "default", "a")), SUDO))
                .isEmpty();
        assertThat(problems(
                        Map.of("fixed", Map.of("immutable", false)),
                        Map.of("fixed", Map.of("immutable", true, "default", 1))))
                .singleElement()
                .asString()
                .contains("'fixed'");
    }

    private static List<String> problems(Map<String, @Nullable Object> own, Map<String, @Nullable Object> inherited) {
        CallableAction callable = Plant.callable(own, inherited);
        return RunnerOverrides.problems(callable.action(), callable.runner());
    }
}

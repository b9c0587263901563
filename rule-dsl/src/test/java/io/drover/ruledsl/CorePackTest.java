package io.drover.ruledsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.action.Action;
import io.drover.model.pack.Checked;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CorePackTest {
    private static final Path CORE = Path.of("../packs/src/main/resources/packs/core");

    private final Checked<PackContent> core = new YamlPackReader(null).read(CORE, null);

    @Test
    void theBundledCorePackReadsWithoutAnyProblem() {
        assertThat(core.problems()).isEmpty();
        assertThat(Folders.content(core).triggerTypes())
                .anyMatch(type -> type.ref().equals(Ref.of("core", "st2.webhook")));
    }

    @Test
    void itsActionsNameTheRunnersThatCarryThemOut() {
        Map<String, String> runners = new TreeMap<>();
        for (Action action : Folders.content(core).actions()) {
            if (action.enabled()) {
                runners.put(action.ref().name(), action.runnerType());
            }
        }

        assertThat(runners)
                .isEqualTo(Map.of(
                        "announcement", "announcement",
                        "ask", "inquirer",
                        "echo", "local-shell-cmd",
                        "http", "http-request",
                        "inject_trigger", "native",
                        "local", "local-shell-cmd",
                        "local_sudo", "local-shell-cmd",
                        "noop", "noop",
                        "uuid", "native"));
    }
}

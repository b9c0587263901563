package io.drover.engine.register;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.Emission;
import java.nio.file.Path;
import java.util.Map;

/** The event {@code core.st2.action.file_written}: the API wrote a file of an action. */
final class ActionFileWritten {
    static final Ref TYPE = Ref.of("core", "st2.action.file_written");

    private ActionFileWritten() {}

    static Emission emission(Ref action, Path file, String node) {
        return Emission.of(
                TYPE,
                Map.of(
                        "ref",
                        action.toString(),
                        "file_path",
                        file.toString(),
                        "host_info",
                        Map.of("hostname", node, "pid", ProcessHandle.current().pid())),
                "engine");
    }
}

package io.drover.distribution;

import io.drover.distribution.command.Backup;
import io.drover.distribution.command.Doctor;
import io.drover.distribution.command.ExportDb;
import io.drover.distribution.run.ControlDoor.Work;
import io.drover.engine.api.Health;
import io.drover.persistence.HibernateStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** What the running daemon does for commands. */
final class DaemonWorks {
    private DaemonWorks() {}

    static Map<String, Work> over(HibernateStore store, Health health) {
        return Map.of(
                Doctor.WORK,
                words -> health.checks().stream()
                        .collect(Collectors.toMap(Health.Check::name, check -> (check.well() ? "" : "!") + check.detail())),
                Backup.WORK,
                words -> {
                    store.copyTo(Path.of(words.get(0)));
                    return Map.of();
                },
                ExportDb.WORK,
                words -> store.exportTo(Path.of(words.get(0))));
    }
}

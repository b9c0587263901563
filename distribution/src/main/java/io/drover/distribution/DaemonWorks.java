package io.drover.distribution;

import io.drover.distribution.command.Backup;
import io.drover.distribution.command.Doctor;
import io.drover.distribution.command.ExportDb;
import io.drover.distribution.command.Purge;
import io.drover.distribution.run.ControlDoor.Work;
import io.drover.engine.Engine;
import io.drover.engine.api.Health;
import io.drover.persistence.HibernateStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the running daemon does for commands. */
final class DaemonWorks {
    private DaemonWorks() {}

    static Map<String, Work> over(HibernateStore store, Engine engine) {
        return Map.of(
                Doctor.WORK,
                words -> checks(engine.entryPoints().health()),
                Backup.WORK,
                words -> {
                    store.copyTo(Path.of(words.get(0)));
                    return Map.of();
                },
                ExportDb.WORK,
                words -> store.exportTo(Path.of(words.get(0))),
                Purge.WORK,
                words -> Purge.with(engine.retention(), words));
    }

    private static Map<String, String> checks(Health health) {
        Map<String, String> details = new TreeMap<>();
        health.checks().forEach(check -> details.put(check.name(), mark(check) + check.detail()));
        return details;
    }

    private static String mark(Health.Check check) {
        return !check.well() ? Doctor.UNWELL : check.warns() ? Doctor.WARNING : "";
    }
}

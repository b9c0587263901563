package io.drover.distribution.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.distribution.config.Settings;
import io.drover.distribution.run.ControlDoor;
import io.drover.distribution.run.DatabaseLocation;
import io.drover.distribution.run.RunFolder;
import io.drover.persistence.ReportExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code droverd export-db TO}: the documented views as CSV, all as they were at one moment. */
public final class ExportDb {
    /** What the daemon is asked to do. */
    public static final String WORK = "export-views";

    private ExportDb() {}

    static int run(List<String> call, Place place) {
        Path target = place.path(Arguments.read(call, Set.of(), Set.of()).one("TO"));
        Settings settings = place.settings();
        Path partial = Trees.begin(target);
        Map<String, Long> rows = Trees.trying("write into '" + partial + "'", () -> export(settings, partial));
        Trees.finish(partial, target);
        rows.forEach((view, count) -> place.out().println(view + ".csv: " + count + " rows"));
        return 0;
    }

    private static Map<String, Long> export(Settings settings, Path partial) throws IOException {
        if (!DatabaseLocation.isH2(settings)) {
            return ReportExport.write(DatabaseLocation.of(settings), partial);
        }
        if (!RunFolder.isInUse(settings.dataDir())) {
            return RunFolder.having(
                    settings.dataDir(), () -> ReportExport.write(DatabaseLocation.of(settings), partial));
        }
        Path copy = settings.dataDir()
                .resolve("run")
                .resolve("export-" + ProcessHandle.current().pid());
        try {
            Map<String, Long> rows = new ObjectMapper()
                    .readerForMapOf(Long.class)
                    .readValue(ControlDoor.ask(settings.dataDir(), WORK, copy.toString()));
            for (Path file : Trees.children(copy)) {
                Path unused = Files.move(file, partial.resolve(file.getFileName()));
            }
            return new TreeMap<>(rows);
        } finally {
            Trees.delete(copy);
        }
    }
}

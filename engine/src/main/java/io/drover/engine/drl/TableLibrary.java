package io.drover.engine.drl;

import io.drover.model.pack.Checked;
import io.drover.model.pack.DecisionTables;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import java.util.Base64;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Makes DRL of decision tables, each once for each content. The library is looked for when the first table is there. For any thread. */
final class TableLibrary {
    /** A pack has a few tables, and each is asked for again at every registration. */
    private static final int MOST_REMEMBERED = 64;

    private final ConcurrentMap<ProgramFile, Checked<ProgramFile>> made = new ConcurrentHashMap<>();

    /** {@return the file in DRL; a file that is no table, as it is} */
    Checked<ProgramFile> drl(ProgramFile file) {
        if (!file.encoded()) {
            return Checked.of(file);
        }
        Checked<ProgramFile> known = made.get(file);
        if (known != null) {
            return known;
        }
        Checked<ProgramFile> read = read(file);
        if (read.value().isPresent()) {
            if (made.size() >= MOST_REMEMBERED) {
                made.clear();
            }
            made.put(file, read);
        }
        return read;
    }

    private static Checked<ProgramFile> read(ProgramFile file) {
        byte[] content;
        try {
            content = Base64.getDecoder().decode(file.text());
        } catch (IllegalArgumentException e) {
            return failed(
                    file,
                    "Expected the bytes of a decision table in Base64, but found something else: " + e.getMessage()
                            + ".");
        }
        return ServiceLoader.load(DecisionTables.class)
                .findFirst()
                .map(library -> library.drl(file.file(), content))
                .map(drl -> new Checked<>(
                        drl.value()
                                .map(text -> new ProgramFile(file.file(), file.path(), text))
                                .orElse(null),
                        drl.problems()))
                .orElseGet(() -> failed(
                        file,
                        "Decision tables need a library that is not here. Start a daemon that has it, or write the rules"
                                + " in DRL."));
    }

    private static Checked<ProgramFile> failed(ProgramFile file, String message) {
        return new Checked<>(null, List.of(Problem.error(file.file(), 0, 0, message)));
    }
}

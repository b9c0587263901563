package io.drover.model.pack;

import java.util.Base64;
import java.util.Set;

/**
 * A file of rules that are a program: DRL, or a decision table.
 *
 * @param file relative to the folder that holds the pack, as in {@link Problem#file()}
 * @param path within the pack, as in {@link io.drover.model.rule.Rule#metadataFile()}
 * @param text its DRL; the bytes of a decision table that has yet to become DRL, in Base64
 * @param encoded whether the text is in Base64
 */
public record ProgramFile(String file, String path, String text, boolean encoded) {
    private static final Set<String> TABLES = Set.of(".xlsx", ".xls", ".csv");

    /** A file of DRL, or the DRL of a decision table. */
    public ProgramFile(String file, String path, String text) {
        this(file, path, text, false);
    }

    /** {@return a decision table as it is found} */
    public static ProgramFile table(String file, String path, byte[] bytes) {
        return new ProgramFile(file, path, Base64.getEncoder().encodeToString(bytes), true);
    }

    /** {@return whether a file of rules is a decision table, by its name; what spreadsheet programs leave beside theirs is none} */
    public static boolean isTable(String path) {
        String name = nameOf(path);
        return TABLES.stream().anyMatch(name::endsWith) && !name.startsWith("~") && !name.startsWith(".");
    }

    /** {@return whether it holds only what other files of the pack share} */
    public boolean isShared() {
        return nameOf(path).startsWith("_") && !isTable(path);
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

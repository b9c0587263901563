package io.drover.model.pack;

/**
 * Something wrong in a file of a pack.
 *
 * @param file path relative to the folder that holds the pack, such as {@code ops/rules/alert.yaml}
 * @param line 1-based, 0 where the problem has no place in the file
 * @param column 1-based, 0 where unknown
 * @param severity an error keeps the file's last good version in force; a warning does not
 * @param message what is wrong and what is allowed
 */
public record Problem(String file, int line, int column, Severity severity, String message) {

    /** How bad a problem is. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public static Problem error(String file, int line, int column, String message) {
        return new Problem(file, line, column, Severity.ERROR, message);
    }

    public static Problem warning(String file, int line, int column, String message) {
        return new Problem(file, line, column, Severity.WARNING, message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@return this as a warning} */
    public Problem asWarning() {
        return warning(file, line, column, message);
    }

    /** {@return this under another name of its file} */
    public Problem in(String otherFile) {
        return new Problem(otherFile, line, column, severity, message);
    }

    /** {@return {@code file:line:column: message}, as editors and terminals link it} */
    @Override
    public String toString() {
        String place = line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
        return place + ": " + (isError() ? "" : "warning: ") + message;
    }
}

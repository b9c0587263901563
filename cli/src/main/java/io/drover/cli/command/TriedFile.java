package io.drover.cli.command;

import io.drover.workflow.rehearse.Difference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one file that was tried, or of one case in it.
 *
 * @param file relative to the folder that is tested
 * @param test the name of the case; null where the file is one
 * @param differences what went otherwise than it says
 * @param unusable why it could not be tried; null where it could
 * @param notes for people, why it went so
 * @param timeline what happened, one entry after the other
 */
record TriedFile(
        String file,
        @Nullable String test,
        List<Difference> differences,
        @Nullable String unusable,
        List<String> notes,
        List<Map<String, @Nullable Object>> timeline,
        Duration took) {

    /** A file that is one test. */
    TriedFile(
            String file,
            List<Difference> differences,
            @Nullable String unusable,
            List<Map<String, @Nullable Object>> timeline,
            Duration took) {
        this(file, null, differences, unusable, List.of(), timeline, took);
    }

    /** {@return what it is called in reports for people} */
    String label() {
        return test == null ? file : file + ": " + test;
    }

    boolean passed() {
        return unusable == null && differences.isEmpty();
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("file", file);
        if (test != null) {
            document.put("case", test);
        }
        document.put("passed", passed());
        if (unusable != null) {
            document.put("error", unusable);
        }
        document.put(
                "differences", differences.stream().map(TriedFile::document).toList());
        if (!notes.isEmpty()) {
            document.put("notes", notes);
        }
        return document;
    }

    private static Map<String, @Nullable Object> document(Difference difference) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("key", difference.key());
        document.put("expected", difference.expected());
        document.put("found", difference.found());
        return document;
    }
}

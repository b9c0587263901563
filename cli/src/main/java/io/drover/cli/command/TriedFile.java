package io.drover.cli.command;

import io.drover.workflow.rehearse.Difference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one file that was tried.
 *
 * @param file relative to the folder that is tested
 * @param differences what went otherwise than it says
 * @param unusable why it could not be tried; null where it could
 * @param timeline what happened, one entry after the other
 */
record TriedFile(
        String file,
        List<Difference> differences,
        @Nullable String unusable,
        List<Map<String, @Nullable Object>> timeline,
        Duration took) {

    boolean passed() {
        return unusable == null && differences.isEmpty();
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("file", file);
        document.put("passed", passed());
        if (unusable != null) {
            document.put("error", unusable);
        }
        document.put(
                "differences", differences.stream().map(TriedFile::document).toList());
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

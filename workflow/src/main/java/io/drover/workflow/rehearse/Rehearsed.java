package io.drover.workflow.rehearse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a rehearsal.
 *
 * @param differences none where all went as written
 * @param notes for people, what in the file counts for nothing, maybe as it is misspelt
 * @param timeline what happened, one entry after the other; none where only an inspection was wanted
 */
public record Rehearsed(
        List<Difference> differences, List<String> notes, List<Map<String, @Nullable Object>> timeline) {
    public Rehearsed {
        notes = List.copyOf(notes);
        differences = List.copyOf(differences);
        timeline = List.copyOf(timeline);
    }

    /** {@return whether all went as written} */
    public boolean passed() {
        return differences.isEmpty();
    }
}

package io.drover.workflow.rehearse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a rehearsal.
 *
 * @param differences none where all went as written
 * @param timeline what happened, one entry after the other; none where only an inspection was wanted
 */
public record Rehearsed(List<Difference> differences, List<Map<String, @Nullable Object>> timeline) {
    public Rehearsed {
        differences = List.copyOf(differences);
        timeline = List.copyOf(timeline);
    }

    /** {@return whether all went as written} */
    public boolean passed() {
        return differences.isEmpty();
    }
}

package io.drover.workflow.rehearse;

import org.jspecify.annotations.Nullable;

/**
 * Something that went otherwise than a rehearsal says.
 *
 * @param key what says so in the file, such as {@code expected_output}
 */
public record Difference(
        String key, @Nullable Object expected, @Nullable Object found) {}

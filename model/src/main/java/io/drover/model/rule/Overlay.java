package io.drover.model.rule;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the API said about content that a file owns; it stays until it is removed by API.
 *
 * @param enabled null: as the file says
 * @param shadow null: as the file says
 */
public record Overlay(
        Kind kind,
        Ref ref,
        @Nullable Boolean enabled,
        @Nullable Boolean shadow,
        Instant at,
        String by) {}

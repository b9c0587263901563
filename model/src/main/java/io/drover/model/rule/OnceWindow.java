package io.drover.model.rule;

import io.drover.model.pack.Ref;
import java.time.Instant;

/**
 * The time within which a rule asks for nothing more under a key.
 *
 * @param from when it asked first
 * @param until the first moment after it
 */
public record OnceWindow(Ref rule, String key, Instant from, Instant until) {}

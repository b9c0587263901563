package io.drover.testkit.lab;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message that the chat server took; {@code token} is that of the hook it came through. */
public record Message(
        String token,
        String text,
        @Nullable String channel,
        @Nullable String username,
        Instant at) {}

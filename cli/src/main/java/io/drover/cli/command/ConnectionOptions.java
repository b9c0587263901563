package io.drover.cli.command;

import org.jspecify.annotations.Nullable;

/** What the command line says about the daemon; null where it says nothing. */
public record ConnectionOptions(
        @Nullable String url,
        @Nullable String token,
        @Nullable String apiKey) {}

package io.drover.engine.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How people get in.
 *
 * @param tokenTime how long a token lives where nothing else is asked for
 * @param longestTokenTime the longest that may be asked for
 * @param serviceTokenTime the longest of a token for a part of the platform
 * @param passwordFile users and password hashes in the form of {@code htpasswd}; null: none
 * @param administrators those who are administrators whatever anyone says: they stand for the daemon itself
 */
public record AccessSettings(
        Duration tokenTime,
        Duration longestTokenTime,
        Duration serviceTokenTime,
        @Nullable Path passwordFile,
        Set<String> administrators) {
    public AccessSettings {
        administrators = Set.copyOf(administrators);
    }

    /** A day for every token, no file, and these administrators. */
    public static AccessSettings usual(String... administrators) {
        Duration day = Duration.ofDays(1);
        return new AccessSettings(day, day, day, null, Set.of(administrators));
    }
}

package io.drover.persistence;

import io.drover.model.error.DroverException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JDBC URL of an H2 file whose settings keep our promises: every commit is in the file when it is confirmed, and the JVM's
 * end does not close the file under a transaction.
 *
 * @param file the path without {@code .mv.db}
 */
record H2Url(String file, Map<String, String> settings) {
    private static final Logger LOG = LoggerFactory.getLogger(H2Url.class);
    private static final String PREFIX = "jdbc:h2:";
    private static final Map<String, String> ENFORCED = Map.of("WRITE_DELAY", "0", "DB_CLOSE_ON_EXIT", "FALSE");
    /** Pages compress to less than half, for less time than writing them takes; each commit uses more statements than 8. */
    private static final Map<String, String> USUAL = Map.of("COMPRESS", "TRUE", "QUERY_CACHE_SIZE", "64");

    private static final Set<String> ALLOWED = Set.of(
            "CACHE_SIZE",
            "LOCK_TIMEOUT",
            "COMPRESS",
            "QUERY_CACHE_SIZE",
            "MAX_COMPACT_TIME",
            "IFEXISTS",
            "TRACE_LEVEL_FILE");

    H2Url {
        settings = Map.copyOf(settings);
    }

    /** Reads a URL and repairs what would break a promise; what could do harm is refused. */
    static H2Url of(String url) {
        String[] parts = url.substring(PREFIX.length()).split(";", -1);
        Map<String, String> settings = new LinkedHashMap<>(USUAL);
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].isBlank()) {
                add(settings, parts[i]);
            }
        }
        settings.putAll(ENFORCED);
        return new H2Url(file(parts[0]), settings);
    }

    private static void add(Map<String, String> settings, String setting) {
        int equals = setting.indexOf('=');
        String name =
                (equals < 0 ? setting : setting.substring(0, equals)).trim().toUpperCase(Locale.ROOT);
        String value = equals < 0 ? "" : setting.substring(equals + 1).trim();
        String enforced = ENFORCED.get(name);
        if (enforced == null && !ALLOWED.contains(name)) {
            throw DroverException.invalid("Expected an H2 URL with settings out of " + sorted(ALLOWED) + ", but found '"
                    + name + "'. Remove it from 'database.url'.");
        }
        if (enforced != null && !enforced.equalsIgnoreCase(value)) {
            LOG.warn(
                    "The database URL says {}={}; {} is used instead, because confirmed commits could get lost.",
                    name,
                    value,
                    enforced);
        }
        settings.put(name, value);
    }

    private static String file(String location) {
        String file = location.startsWith("file:") ? location.substring("file:".length()) : location;
        boolean other = file.matches("(?s)[a-z0-9]{2,}:.*");
        if (other || file.isBlank()) {
            throw DroverException.invalid(
                    "Expected an H2 database in a file, such as 'jdbc:h2:file:/var/lib/drover/drover'," + " but found '"
                            + PREFIX + location + "'. Change 'database.url'.");
        }
        return file;
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    /** {@return the URL for the owner of the file} */
    String url() {
        return settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(setting -> ";" + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("", PREFIX + "file:" + file, ""));
    }
}

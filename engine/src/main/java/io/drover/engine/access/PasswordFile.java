package io.drover.engine.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users and their password hashes in a file in the form of {@code htpasswd}, as StackStorm's flat-file backend has it. It is
 * read again once it has changed; while it cannot be read, what was read last counts.
 */
final class PasswordFile {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordFile.class);

    private final @Nullable Path file;
    private Map<String, String> hashes = Map.of();
    private String seen = "";

    PasswordFile(@Nullable Path file) {
        this.file = file;
    }

    /** {@return the hash of a user; null where the file has no such user} */
    synchronized @Nullable String hash(String user) {
        look();
        return hashes.get(user);
    }

    /** {@return the names of its users} */
    synchronized Set<String> users() {
        look();
        return Set.copyOf(hashes.keySet());
    }

    private void look() {
        Path from = file;
        if (from == null) {
            return;
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(from, BasicFileAttributes.class);
            String now = attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
            if (!now.equals(seen)) {
                hashes = read(from);
                seen = now;
            }
        } catch (IOException e) {
            String now = e.toString();
            if (!now.equals(seen)) {
                LOG.error("The file of users '{}' cannot be read: {}. What was read last counts.", from, now);
                seen = now;
            }
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> read = new HashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            int colon = line.indexOf(':');
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String hash = colon < 1 ? "" : line.substring(colon + 1).strip();
            if (Passwords.isKnownForm(hash)) {
                read.put(line.substring(0, colon), hash);
            } else {
                LOG.warn(
                        "{}:{}: expected a name, a colon, and a hash by bcrypt, apr1, SHA or SHA-2. The line is not used.",
                        file,
                        number);
            }
        }
        return read;
    }
}

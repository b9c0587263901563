package io.drover.engine.register;

import io.drover.model.pack.Pack;
import io.drover.model.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hashes of the files of packs: of their names, of what is in them, and of whether they can be run. Used by one thread at a time. */
final class PackHashes {
    private static final int PIECE = 1 << 16;
    private static final String GONE = "gone";

    private final Map<Path, Known> known = new HashMap<>();

    /** A file that was read: it is read again when it looks different, or another one has taken its place. */
    private record Known(
            FileTime changed, long size, @Nullable Object key, String hash) {
        boolean looks(BasicFileAttributes now) {
            return changed.equals(now.lastModifiedTime()) && size == now.size() && Objects.equals(key, now.fileKey());
        }
    }

    /** {@return the hash of a pack's files as they are now; another one where any of them is another} */
    String of(Pack pack) {
        StringBuilder all = new StringBuilder();
        for (String file : pack.files()) {
            all.append(file)
                    .append('\0')
                    .append(hash(pack.path().resolve(file)))
                    .append('\n');
        }
        return Sha256.hex(all.toString());
    }

    private String hash(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Known before = known.get(file);
            if (before == null || !before.looks(now)) {
                before = new Known(now.lastModifiedTime(), now.size(), now.fileKey(), content(file));
                known.put(file, before);
            }
            return before.hash() + (Files.isExecutable(file) ? "x" : "");
        } catch (IOException e) {
            // it has just been removed, or nobody may read it: its pack tells of that
            known.remove(file);
            return GONE;
        }
    }

    private static String content(Path file) throws IOException {
        MessageDigest digest = Sha256.begun();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                digest.update(piece, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

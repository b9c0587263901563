package io.drover.distribution.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Remembers, in a file, up to which number audit records have got somewhere. */
record Cursor(Path file) {

    /** {@return the number; null where none was remembered} */
    @Nullable
    Long read() throws IOException {
        try {
            return Long.valueOf(Files.readString(file).strip());
        } catch (NoSuchFileException | NumberFormatException first) {
            return null;
        }
    }

    void remember(long id) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, Long.toString(id));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}

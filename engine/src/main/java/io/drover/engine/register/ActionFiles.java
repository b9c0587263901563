package io.drover.engine.register;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.drover.engine.api.Actions.DataFile;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files below the folder {@code actions} of a pack, as the API changes them. No path leads out of that folder, and no
 * link is followed. A file is there with all of its content, or as it was before.
 *
 * @param folder the folder {@code actions}, made with the first file
 */
record ActionFiles(Path folder) {
    /** The folder of actions in a pack. */
    static final String FOLDER = "actions";

    static final int MOST = 100;
    static final int LONGEST = 1 << 20;

    private static final String MARK =
            "# Written by Drover, when this action was cloned by API. As long as this line is here, the API changes and removes"
                    + " the file.";

    static ActionFiles of(Path pack) {
        return new ActionFiles(pack.toAbsolutePath().normalize().resolve(FOLDER));
    }

    /** {@return where a file lies, by its path from the folder of actions} */
    Path file(String path) {
        Path relative = requirePlain(path);
        requireNoLink(folder, path);
        Path file = folder;
        for (Path name : relative) {
            file = file.resolve(name);
            requireNoLink(file, path);
        }
        return file;
    }

    /** {@return where a path leads that a pack's own file names, in the folder of actions or not; empty if it is none} */
    Optional<Path> place(String path) {
        try {
            return Optional.of(folder.resolve(path).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** {@return a path that stays below the folder that it starts from} */
    static Path requirePlain(String path) {
        try {
            Path relative = Path.of(path);
            boolean isPlain = !path.isEmpty()
                    && path.indexOf('\\') < 0
                    && path.chars().noneMatch(Character::isISOControl)
                    && !relative.isAbsolute()
                    && relative.normalize().toString().equals(path)
                    && !relative.startsWith("..");
            if (isPlain) {
                return relative;
            }
        } catch (InvalidPathException e) {
            throw DroverException.of(ErrorCode.INVALID_ARGUMENT, outside(path), e);
        }
        throw DroverException.invalid(outside(path));
    }

    private static String outside(String path) {
        return "Expected the path of a file below the folder 'actions' of its pack, such as 'run.sh' or 'workflows/run.yaml',"
                + " but found '" + path + "'. Leave out '.', '..', and a slash at the beginning or the end.";
    }

    private static void requireNoLink(Path place, String path) {
        if (Files.isSymbolicLink(place)) {
            throw DroverException.invalid("The path '" + path + "' goes by '" + place
                    + "', which is a link, and the API follows none. Name a file that lies in the pack's own folder.");
        }
    }

    /** Looks at all files before the first one is written. */
    void check(List<DataFile> files) {
        if (files.size() > MOST) {
            throw DroverException.of(
                    ErrorCode.TOO_LARGE,
                    "Expected at most " + MOST + " files, but found " + files.size() + ". Put them there by hand.");
        }
        for (DataFile data : files) {
            int length = data.content().getBytes(StandardCharsets.UTF_8).length;
            if (length > LONGEST) {
                throw DroverException.of(
                        ErrorCode.TOO_LARGE,
                        "Expected at most " + LONGEST + " bytes in '" + data.path() + "', but found " + length
                                + ". Put it there by hand.");
            }
            Path file = file(data.path());
            if (Files.isDirectory(file)) {
                throw DroverException.invalid("'" + file + "' is a folder. Name a file.");
            }
            requireNoFolder(file, files);
        }
    }

    private void requireNoFolder(Path file, List<DataFile> files) {
        for (DataFile other : files) {
            Path below = file(other.path());
            if (!below.equals(file) && below.startsWith(file)) {
                throw DroverException.invalid("'" + file + "' cannot be a file and the folder of '" + other.path()
                        + "' at once. Rename one of them.");
            }
        }
    }

    /** Writes files. {@return where they lie} */
    List<Path> write(List<DataFile> files) {
        check(files);
        List<Path> written = new ArrayList<>();
        for (DataFile data : files) {
            Path file = file(data.path());
            write(file, data.content());
            written.add(file);
        }
        return written;
    }

    private static void write(Path file, String content) {
        change("write", file, () -> {
            Path draft = draft(file);
            Files.writeString(
                    draft,
                    content,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            keepRights(file, draft);
            move(draft, file);
        });
    }

    /** Copies a program with its rights. */
    void copy(Path from, String path) {
        Path file = file(path);
        change("copy '" + from + "' to", file, () -> {
            Path draft = draft(file);
            Files.copy(from, draft, StandardCopyOption.COPY_ATTRIBUTES, NOFOLLOW_LINKS);
            move(draft, file);
        });
    }

    /** Writes the metadata of a clone, marked as ours. */
    void writeMetadata(String name, String yaml) {
        write(file(name), MARK + "\n" + yaml);
    }

    /** {@return whether a file of metadata was written by a clone, and nobody took it over since} */
    boolean isOurs(String name) {
        try {
            Path file = file(name);
            return Files.isRegularFile(file, NOFOLLOW_LINKS)
                    && Files.readString(file, StandardCharsets.UTF_8).startsWith(MARK + "\n");
        } catch (IOException | DroverException e) {
            // what cannot be read, or lies where the API does not go, is not known to be ours
            return false;
        }
    }

    /** Removes a file, if it is there. */
    void remove(String path) {
        Path file = file(path);
        change("remove", file, () -> {
            boolean unused = Files.deleteIfExists(file);
        });
    }

    private static Path draft(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path draft = file.resolveSibling("." + file.getFileName() + ".new");
        boolean unused = Files.deleteIfExists(draft);
        return draft;
    }

    private static void keepRights(Path before, Path draft) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
        if (view != null && Files.exists(before)) {
            view.setPermissions(Files.getPosixFilePermissions(before));
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        Path unused = Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Something done to a file. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void change(String verb, Path file, Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw DroverException.of(
                    ErrorCode.INTERNAL,
                    "Tried to " + verb + " '" + file + "', but found: " + e
                            + ". Check who owns its folder, and the space on the disk.",
                    e);
        }
    }
}

package io.drover.camelactions.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pack as it was at a revision of its git repository, checked out beside it for one run (StackStorm inventory 5.3, {@code
 * content_version}).
 */
final class PackRevision implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PackRevision.class);

    private final Path repository;
    private final Path folder;

    private PackRevision(Path repository, Path folder) {
        this.repository = repository;
        this.folder = folder;
    }

    /**
     * Checks a revision out.
     *
     * @param version a commit, tag or branch
     * @throws IllegalArgumentException where the pack is no git repository, or has no such revision
     */
    static PackRevision of(Path pack, String version) throws InterruptedException {
        if (version.startsWith("-")) {
            throw new IllegalArgumentException("Expected a commit, tag or branch of the pack in parameter"
                    + " 'content_version', but found '" + version + "'.");
        }
        try {
            Path folder = Files.createTempDirectory("drover-git-worktree-");
            String said = git(pack, "worktree", "add", "--detach", folder.toString(), version);
            if (said.isEmpty()) {
                return new PackRevision(pack, folder);
            }
            Files.deleteIfExists(folder);
            throw new IllegalArgumentException("Tried to check out revision '" + version + "' of the pack at '" + pack
                    + "', but git said: " + said + " Name a commit, tag or branch that the pack's repository has.");
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Tried to check out revision '" + version + "' of the pack at '" + pack + "', but found: "
                            + e.getMessage() + ". Check that git is installed.",
                    e);
        }
    }

    /** {@return the folder of the pack at that revision} */
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            String said = git(repository, "worktree", "remove", "--force", folder.toString());
            if (!said.isEmpty()) {
                LOG.warn("The revision checked out at {} was not removed: {}", folder, said);
            }
        } catch (IOException e) {
            LOG.warn("The revision checked out at {} was not removed.", folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return what git said against it, empty where it did it} */
    private static String git(Path pack, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", pack.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int code = process.waitFor();
        return code == 0 ? "" : said.isEmpty() ? "exit code " + code + "." : said;
    }
}

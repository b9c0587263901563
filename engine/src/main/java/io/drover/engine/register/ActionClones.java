package io.drover.engine.register;

import io.drover.engine.workflow.WorkflowPlane;
import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Clones of actions: files in a pack, as if somebody had copied them by hand, but that the API may change and remove again as
 * long as they say so.
 */
record ActionClones(PackReader reader) {
    private static final String SUFFIX = ".yaml";

    /** The runners whose programs lie in a folder of their own. */
    private static final Set<String> WORKFLOWS = Set.of(WorkflowPlane.ORQUESTA.name(), WorkflowPlane.CHAIN.name());

    /** {@return the clone of an action, named and laid as StackStorm does} */
    Action plan(Action source, Ref copy, Path pack) {
        if (ActionFiles.requirePlain(copy.name()).getNameCount() > 1) {
            throw DroverException.invalid(
                    "Expected a name that a file can have, but found '" + copy.name() + "'. Leave out '/'.");
        }
        String metadata = copy.name() + SUFFIX;
        String program = program(source, copy);
        if (program.equals(metadata)) {
            throw DroverException.invalid(
                    "Tried to clone '" + source.ref() + "', but the program and the metadata of the"
                            + " clone would be the same file '" + metadata + "'. Copy the action's files by hand.");
        }
        return source.copied(copy, program, pack, ActionFiles.FOLDER + "/" + metadata);
    }

    private static String program(Action source, Ref copy) {
        String program = source.entryPoint();
        if (program.isEmpty()) {
            return "";
        }
        if (WORKFLOWS.contains(source.runnerType())) {
            return "workflows/" + copy.name() + SUFFIX;
        }
        String file = program.substring(program.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return copy.name() + (dot > 0 ? file.substring(dot) : "");
    }

    /**
     * Writes the files of a clone, its program first.
     *
     * @param overwrite whether files may be replaced that none of those has that are kept
     * @param kept all actions that may have files of their own, metadata or programs, besides the clone
     */
    void write(Action source, Action clone, boolean overwrite, List<Action> kept) {
        ActionFiles files = files(clone);
        Set<Path> taken = taken(clone, kept);
        requireFree(files.file(metadata(clone)), overwrite, taken);
        if (!clone.entryPoint().isEmpty()) {
            Path from = program(source);
            Path to = files.file(clone.entryPoint());
            if (!from.equals(to)) {
                requireFree(to, overwrite, taken);
                files.copy(from, clone.entryPoint());
            }
        }
        files.writeMetadata(metadata(clone), reader.text(clone));
    }

    /** {@return the files that other actions have in the pack of an action} */
    private static Set<Path> taken(Action action, List<Action> others) {
        ActionFiles files = files(action);
        return others.stream()
                .filter(other -> other.ref().pack().equals(action.ref().pack()))
                .flatMap(other -> paths(other).stream())
                .flatMap(path -> files.place(path).stream())
                .collect(Collectors.toSet());
    }

    /** {@return where an action's metadata and its program lie, as far as it has them} */
    private static List<String> paths(Action action) {
        return Stream.of(lies(action) ? metadata(action) : "", action.entryPoint())
                .filter(path -> !path.isEmpty())
                .toList();
    }

    private static void requireFree(Path file, boolean overwrite, Set<Path> taken) {
        if ((!overwrite || taken.contains(file)) && Files.exists(file)) {
            throw DroverException.invalid("There is a file '" + file
                    + "' already. Choose another name; or say 'overwrite', where no other action has the file.");
        }
    }

    private static Path program(Action source) {
        Path pack = source.packPath();
        Path program = pack == null ? null : ActionFiles.of(pack).file(source.entryPoint());
        if (program == null || !Files.isRegularFile(program)) {
            throw DroverException.invalid("Tried to clone action '" + source.ref() + "', but found no program '"
                    + source.entryPoint() + "' in the folder of its pack. Put it there and try again.");
        }
        return program;
    }

    /** Writes the metadata of a clone anew. */
    void rewrite(Action clone) {
        files(clone).writeMetadata(metadata(clone), reader.text(clone));
    }

    /** {@return whether an action is a clone that nobody took over} */
    static boolean isClone(Action action) {
        return action.packPath() != null && lies(action) && files(action).isOurs(metadata(action));
    }

    /** {@return whether there is a file in the place of a clone's metadata that no clone wrote} */
    static boolean replacesOthersFile(Action clone) {
        ActionFiles files = files(clone);
        return Files.exists(files.file(metadata(clone))) && !files.isOurs(metadata(clone));
    }

    /** Looks whether the files of an action lie where the API may remove them, before anything is changed. */
    static void requireRemovable(Action action, List<Action> kept) {
        for (String path : paths(action)) {
            if (goes(action, path, kept)) {
                Path unused = files(action).file(path);
            }
        }
    }

    /** Removes an action's metadata, unless another action of its pack has the same file. */
    void removeMetadata(Action action, List<Action> kept) {
        if (lies(action)) {
            remove(action, metadata(action), kept);
        }
    }

    /** Removes an action's program, unless another action of its pack has the same file. */
    void removeProgram(Action action, List<Action> kept) {
        remove(action, action.entryPoint(), kept);
    }

    private static void remove(Action action, String path, List<Action> kept) {
        if (goes(action, path, kept)) {
            files(action).remove(path);
        }
    }

    private static boolean goes(Action action, String path, List<Action> kept) {
        return action.packPath() != null
                && !path.isEmpty()
                && files(action)
                        .place(path)
                        .filter(taken(action, kept)::contains)
                        .isEmpty();
    }

    private static boolean lies(Action action) {
        String file = action.metadataFile();
        return file != null && file.startsWith(ActionFiles.FOLDER + "/");
    }

    private static String metadata(Action action) {
        return String.valueOf(action.metadataFile()).substring(ActionFiles.FOLDER.length() + 1);
    }

    private static ActionFiles files(Action action) {
        Path pack = action.packPath();
        if (pack == null) {
            throw DroverException.invalid("Action '" + action.ref() + "' lies in no folder of a pack.");
        }
        return ActionFiles.of(pack);
    }
}

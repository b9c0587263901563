package io.drover.engine.register;

import io.drover.engine.workflow.WorkflowPlane;
import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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
        return source.copied(copy, program(source, copy), pack, ActionFiles.FOLDER + "/" + copy.name() + SUFFIX);
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
     * @param overwrite whether files may be replaced that no other action has
     */
    void write(Action source, Action clone, boolean overwrite, List<Action> all) {
        ActionFiles files = files(clone);
        List<Action> others = others(clone, all);
        requireFree(
                files.file(metadata(clone)),
                overwrite
                        && others.stream()
                                .noneMatch(other -> Objects.equals(other.metadataFile(), clone.metadataFile())));
        if (!clone.entryPoint().isEmpty()) {
            Path from = program(source);
            Path to = files.file(clone.entryPoint());
            if (!from.equals(to)) {
                requireFree(to, overwrite && !isShared(clone, others));
                files.copy(from, clone.entryPoint());
            }
        }
        files.writeMetadata(metadata(clone), reader.text(clone));
    }

    private static List<Action> others(Action action, List<Action> all) {
        return all.stream()
                .filter(other -> other.ref().pack().equals(action.ref().pack())
                        && !other.ref().equals(action.ref()))
                .toList();
    }

    private static boolean isShared(Action action, List<Action> others) {
        return others.stream().anyMatch(other -> other.entryPoint().equals(action.entryPoint()));
    }

    private static void requireFree(Path file, boolean overwrite) {
        if (!overwrite && Files.exists(file)) {
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

    void removeMetadata(Action action) {
        if (lies(action)) {
            files(action).remove(metadata(action));
        }
    }

    /** Removes an action's program, unless another action of its pack has the same. */
    void removeProgram(Action action, List<Action> all) {
        if (action.packPath() != null && !action.entryPoint().isEmpty() && !isShared(action, others(action, all))) {
            files(action).remove(action.entryPoint());
        }
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

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
import org.jspecify.annotations.Nullable;

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

    /** Writes the files of a clone, its program first. */
    void write(Action source, Action clone, boolean overwrite) {
        ActionFiles files = files(clone);
        Path metadata = files.file(metadata(clone));
        requireFree(metadata, overwrite);
        if (!clone.entryPoint().isEmpty()) {
            requireFree(files.file(clone.entryPoint()), overwrite);
            Path program = program(source);
            if (!program.equals(files.file(clone.entryPoint()))) {
                files.copy(program, clone.entryPoint());
            }
        }
        files.writeMetadata(metadata(clone), reader.text(clone));
    }

    private static void requireFree(Path file, boolean overwrite) {
        if (!overwrite && Files.exists(file)) {
            throw DroverException.invalid(
                    "There is a file '" + file + "' already. Choose another name, or say 'overwrite'.");
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
        boolean isShared = all.stream()
                .anyMatch(other -> !other.ref().equals(action.ref())
                        && other.ref().pack().equals(action.ref().pack())
                        && other.entryPoint().equals(action.entryPoint()));
        if (action.packPath() != null && !action.entryPoint().isEmpty() && !isShared) {
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

package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.action.Action;
import io.drover.model.pack.Ref;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Making and changing actions. Documents are in StackStorm's shape. Whatever brings a program into a pack's folder, or takes
 * one away, needs the permission {@code code_deploy} for the pack.
 */
public interface Actions {

    /**
     * A file to be written below the folder {@code actions} of an action's pack.
     *
     * @param path from there
     */
    record DataFile(String path, String content) {}

    /** Makes an action that lives in the database; a name that is taken is an {@code ALREADY_EXISTS}. */
    Action create(Map<String, @Nullable Object> document, List<DataFile> files, Principal by);

    /**
     * Replaces an action; its name stays. For one that a file owns, a document which differs only in {@code enabled} switches
     * it, until that is said again; any other is a {@code CONFLICT} that names the file. The file of a clone is written anew.
     */
    Action update(String refOrId, Map<String, @Nullable Object> document, List<DataFile> files, Principal by);

    /**
     * Removes an action that the API made, by {@link #create} or {@link #clone}. One of a file is removed with its file, where
     * that is asked for, else it is a {@code CONFLICT}.
     *
     * @param removeFiles whether its program goes, too, unless another action has the same
     */
    void delete(String refOrId, boolean removeFiles, Principal by);

    /**
     * Copies an action with its program into a pack's folder, whose file it is from then on.
     *
     * @param overwrite whether an action of that name is replaced
     */
    Action clone(String refOrId, Ref copy, boolean overwrite, Principal by);
}

package io.drover.model.action;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A declared action.
 *
 * @param parameters schema by parameter, as StackStorm writes it (draft 4 with {@code required}, {@code secret},
 *     {@code immutable}, {@code position} inside each)
 * @param entryPoint path of its program relative to the pack's {@code actions/}, empty where the runner needs none
 * @param packPath the folder of its pack; null for an action that lies in no folder
 * @param outputSchema null where none is given
 * @param notices StackStorm's {@code notify} section, null where none is given
 * @param idempotent whether it may run again when a crash left its outcome unknown
 * @param metadataFile path within the pack, such as {@code actions/local.yaml}; null for an action made by API
 */
public record Action(
        Ref ref,
        @Nullable String description,
        boolean enabled,
        String runnerType,
        String entryPoint,
        @Nullable Path packPath,
        Map<String, @Nullable Object> parameters,
        @Nullable Map<String, @Nullable Object> outputSchema,
        @Nullable String outputKey,
        List<Tag> tags,
        @Nullable Map<String, @Nullable Object> notices,
        boolean idempotent,
        @Nullable String metadataFile) {
    public Action {
        parameters = JsonValues.copyOf(parameters);
        outputSchema = outputSchema == null ? null : JsonValues.copyOf(outputSchema);
        notices = notices == null ? null : JsonValues.copyOf(notices);
        tags = List.copyOf(tags);
    }

    public String id() {
        return Kind.ACTION.id(ref);
    }

    public String uid() {
        return Kind.ACTION.uid(ref);
    }

    /** {@return this action, enabled or not} */
    public Action enabled(boolean on) {
        return new Action(
                ref,
                description,
                on,
                runnerType,
                entryPoint,
                packPath,
                parameters,
                outputSchema,
                outputKey,
                tags,
                notices,
                idempotent,
                metadataFile);
    }

    /** {@return this action, with its pack in another folder, or in none} */
    public Action in(@Nullable Path pack) {
        return new Action(
                ref,
                description,
                enabled,
                runnerType,
                entryPoint,
                pack,
                parameters,
                outputSchema,
                outputKey,
                tags,
                notices,
                idempotent,
                metadataFile);
    }

    /**
     * {@return this action under another name}
     *
     * @param program the path of its program
     * @param file the path of its metadata
     */
    public Action copied(Ref name, String program, @Nullable Path pack, @Nullable String file) {
        return new Action(
                name,
                description,
                enabled,
                runnerType,
                program,
                pack,
                parameters,
                outputSchema,
                outputKey,
                tags,
                notices,
                idempotent,
                file);
    }
}

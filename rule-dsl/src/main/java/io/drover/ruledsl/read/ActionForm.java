package io.drover.ruledsl.read;

import io.drover.model.action.Action;
import io.drover.model.action.Notices;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Actions' metadata, as StackStorm writes it (platform spec 5.1), with {@code idempotent} beside it. */
public final class ActionForm {
    private static final Set<String> KEYS = Set.of(
            "name",
            "pack",
            "ref",
            "id",
            "uid",
            "metadata_file",
            "description",
            "enabled",
            "runner_type",
            "entry_point",
            "parameters",
            "output_schema",
            "output_key",
            "tags",
            "notify",
            "idempotent");
    private static final Pattern PARAMETER = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    private final Findings findings;

    public ActionForm(Findings findings) {
        this.findings = findings;
    }

    /**
     * Reads an action.
     *
     * @param packPath null for one that lies in no folder
     * @return null after an error
     */
    public @Nullable Action read(Located located, Origin origin, @Nullable Path packPath) {
        Fields fields = Fields.of(located, "an action", findings);
        if (fields == null) {
            return null;
        }
        fields.refuseOthers(KEYS, "an action");
        Ref ref = Names.ref(fields, "name", origin.pack(), origin.isFolder());
        String runner = fields.required("runner_type");
        String description = fields.text("description");
        boolean enabled = fields.flag("enabled", true);
        String entryPoint = fields.text("entry_point");
        Map<String, @Nullable Object> parameters = parameters(fields);
        Map<String, @Nullable Object> outputSchema = fields.get("output_schema") == null ? null : schema(fields);
        String outputKey = fields.text("output_key");
        List<Tag> tags = Names.tags(fields);
        Map<String, @Nullable Object> notices = notices(fields);
        boolean idempotent = fields.flag("idempotent", false);
        String file = origin.isFolder() ? origin.file() : Names.metadataFile(fields);
        if (ref == null || runner == null || findings.hasErrors()) {
            return null;
        }
        return new Action(
                ref,
                description,
                enabled,
                runner.equals("orchestra") ? "orquesta" : runner,
                entryPoint == null ? "" : entryPoint,
                packPath,
                parameters,
                outputSchema,
                outputKey,
                tags,
                notices,
                idempotent,
                file);
    }

    private Map<String, @Nullable Object> parameters(Fields action) {
        Fields parameters = action.mapping("parameters");
        if (parameters == null) {
            return Map.of();
        }
        for (String name : parameters.keys()) {
            if (!PARAMETER.matcher(name).matches()) {
                findings.error(
                        parameters.keyPlace(name),
                        "Expected the name of a parameter to have letters, digits and _ only, " + "but found '" + name
                                + "'.");
            }
        }
        SchemaForm schemas = new SchemaForm(findings);
        schemas.checkAll(parameters, "the parameter");
        schemas.checkPositions(parameters);
        return action.object("parameters");
    }

    private Map<String, @Nullable Object> schema(Fields action) {
        Located schema = action.get("output_schema");
        Fields fields = action.mapping("output_schema");
        if (schema == null || fields == null) {
            return Map.of();
        }
        SchemaForm form = new SchemaForm(findings);
        if (isMapOfSchemas(schema)) {
            form.checkAll(fields, "the output");
        } else {
            form.check(schema, "'output_schema'");
        }
        return action.object("output_schema");
    }

    /** Until StackStorm 3.8 the schema of an output was a mapping of its properties to schemas, and packs still have that. */
    private static boolean isMapOfSchemas(Located schema) {
        Map<String, Located.Member> members = schema.members();
        return members != null
                && !members.isEmpty()
                && !members.containsKey("type")
                && !members.containsKey("properties")
                && members.values().stream().allMatch(member -> member.value().members() != null);
    }

    private @Nullable Map<String, @Nullable Object> notices(Fields action) {
        Located notify = action.get("notify");
        if (notify == null) {
            return null;
        }
        List<Located> elements = notify.elements();
        if (elements != null && elements.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> section = action.object("notify");
        try {
            Notices unused = Notices.of(section);
        } catch (DroverException e) {
            findings.error(action.keyPlace("notify"), String.valueOf(e.getMessage()));
        }
        return section;
    }

    /** {@return what {@link #read} reads back as an equal action, but for the pack's folder, which a document does not name} */
    public static Map<String, @Nullable Object> document(Action action) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", action.ref().name());
        document.put("pack", action.ref().pack());
        document.put("description", action.description());
        document.put("enabled", action.enabled());
        document.put("runner_type", action.runnerType());
        document.put("entry_point", action.entryPoint());
        document.put("parameters", action.parameters());
        if (action.outputSchema() != null) {
            document.put("output_schema", action.outputSchema());
        }
        if (action.outputKey() != null) {
            document.put("output_key", action.outputKey());
        }
        document.put("tags", Names.document(action.tags()));
        if (action.notices() != null) {
            document.put("notify", action.notices());
        }
        if (action.idempotent()) {
            document.put("idempotent", true);
        }
        document.put("metadata_file", action.metadataFile());
        return document;
    }
}

package io.drover.ruledsl.folder;

import io.drover.model.pack.Pack;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The metadata in {@code pack.yaml} (platform spec 9.2). Keys of others are kept as they are. */
final class PackForm {
    private static final Pattern REF = Pattern.compile("[a-z0-9_]+");
    private static final Pattern VERSION = Pattern.compile("(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?([-+][0-9A-Za-z.+-]+)?");
    private static final Pattern NEEDED = Pattern.compile("((>=?|<=?|=|!=)\\s*\\d+\\.\\d+(\\.\\d+)?(\\s*,\\s*)?)+");

    private final Findings findings;

    PackForm(Findings findings) {
        this.findings = findings;
    }

    @Nullable
    Pack read(Located located, Path folder, List<String> files) {
        Fields fields = Fields.of(located, "the metadata of a pack", findings);
        if (fields == null) {
            return null;
        }
        String name = fields.required("name");
        String ref = ref(fields, String.valueOf(folder.getFileName()), name);
        String version = version(fields);
        String description = expected(fields, "description");
        String author = expected(fields, "author");
        String needed = fields.text("stackstorm_version");
        if (needed != null && !NEEDED.matcher(needed).matches()) {
            findings.warning(
                    fields.keyPlace("stackstorm_version"),
                    "Expected comparisons such as '>=3.0.0, <4.0.0', but found '" + needed + "'.");
        }
        if (name == null || ref == null || version == null || findings.hasErrors()) {
            return null;
        }
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        fields.keys().forEach(key -> {
            Located value = fields.get(key);
            metadata.put(key, value == null ? null : value.json());
        });
        return new Pack(ref, name, version, description, author, metadata, folder, files);
    }

    private @Nullable String expected(Fields fields, String key) {
        String text = fields.text(key);
        if (text == null || text.isBlank()) {
            findings.warning(fields.keyPlace(key), "StackStorm refuses a pack without '" + key + "'. Give it one.");
        }
        return text;
    }

    private @Nullable String ref(Fields fields, String folder, @Nullable String name) {
        String ref = fields.text("ref");
        if (ref != null) {
            if (!REF.matcher(ref).matches() || ref.equals("_global")) {
                findings.error(
                        fields.keyPlace("ref"),
                        "Expected a ref of the letters a-z, digits and _, other than _global, but found '" + ref
                                + "'.");
                return null;
            }
            return ref;
        }
        if (REF.matcher(folder).matches()) {
            return folder;
        }
        if (name != null && REF.matcher(name).matches()) {
            return name;
        }
        findings.error(
                fields.place(),
                "The pack has no 'ref', and neither its folder '" + folder + "' nor its name '" + name
                        + "' is one. Add a 'ref' of the letters a-z, digits and _.");
        return null;
    }

    private @Nullable String version(Fields fields) {
        Located located = fields.get("version");
        // An unquoted 0.1 is a number; as StackStorm does, it is taken as it was written.
        String text = located != null && located.content() instanceof Number && located.asWritten() != null
                ? located.asWritten()
                : fields.required("version");
        if (text == null) {
            return null;
        }
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            findings.error(fields.keyPlace("version"), "Expected a version such as 1.2.3, but found '" + text + "'.");
            return null;
        }
        String tail = matcher.group(4) == null ? "" : matcher.group(4);
        return matcher.group(1) + "." + part(matcher.group(2)) + "." + part(matcher.group(3)) + tail;
    }

    private static String part(@Nullable String digits) {
        return digits == null ? "0" : digits;
    }
}

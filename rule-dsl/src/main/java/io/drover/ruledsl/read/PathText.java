package io.drover.ruledsl.read;

import io.drover.model.text.Nearest;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The path of one value, such as {@code trigger.labels['X-Kind'][0]}: what Jinja and criteria read alike. */
final class PathText {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern PATH =
            Pattern.compile("(?<root>" + NAME + ")(\\." + NAME + "|\\[(-?[0-9]{1,9}|'[^'\\\\]*'|\"[^\"\\\\]*\")])+");

    private final Findings findings;
    private final @Nullable List<String> roots;

    /**
     * Paths.
     *
     * @param roots what a path may start with besides {@code trigger}; null where that is not known
     */
    PathText(Findings findings, @Nullable Collection<String> roots) {
        this.findings = findings;
        this.roots = roots == null
                ? null
                : Stream.concat(Stream.of("trigger"), roots.stream()).toList();
    }

    /** {@return the path that a key holds; null where there is none, and after an error} */
    @Nullable
    String read(Fields fields, String key) {
        Located value = fields.get(key);
        if (value == null) {
            if (fields.has(key)) {
                findings.error(fields.keyPlace(key), "'" + key + "' has no value. Write a path, or leave the key out.");
            }
            return null;
        }
        return read(value, "'" + key + "'");
    }

    /** {@return the path that a key must hold; null after an error} */
    @Nullable
    String required(Fields fields, String key) {
        return fields.required(key) == null ? null : read(fields, key);
    }

    /** {@return the path that a value is; null after an error} */
    @Nullable
    String read(Located value, String what) {
        if (!(value.content() instanceof String text)) {
            findings.error(value.place(), "Expected a path for " + what + ", but found " + value.kind() + ".");
            return null;
        }
        Matcher path = PATH.matcher(text);
        if (!path.matches()) {
            findings.error(
                    value.place(),
                    "Expected a path for " + what + ", but found the text '" + text
                            + "'. Write it as in trigger.host or trigger.labels['X-Kind'][0]"
                            + (text.contains("{{") ? ", without '{{' and '}}'." : "."));
            return null;
        }
        String root = path.group("root");
        if (roots != null && !roots.contains(root)) {
            findings.error(
                    value.place(),
                    "The path of " + what + " starts with '" + root + "', which it cannot see."
                            + Nearest.hint(root, roots) + " Allowed are " + String.join(", ", roots) + ".");
            return null;
        }
        return text;
    }
}

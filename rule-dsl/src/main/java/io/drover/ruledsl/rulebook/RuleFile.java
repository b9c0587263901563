package io.drover.ruledsl.rulebook;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The texts of files in a pack. */
final class RuleFile {
    private RuleFile() {}

    /** {@return a document as YAML, below some lines of comment} */
    static String text(List<String> comments, Map<String, ? extends @Nullable Object> document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        options.setSplitLines(false);
        StringBuilder text = new StringBuilder();
        comments.forEach(
                comment -> text.append("# ").append(comment.replace('\n', ' ')).append('\n'));
        return text.append(new Yaml(options).dump(document)).toString();
    }

    /** {@return a name as part of a ref and of a file's name} */
    static String slug(String name) {
        String slug = name.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "_")
                .replaceAll("^_|_$", "");
        return slug.isEmpty() ? "unnamed" : slug;
    }
}

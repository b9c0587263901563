package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.json.Document;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads documents from a YAML or JSON file. */
final class YamlFile {
    private YamlFile() {}

    /** JSON knows no timestamps; what looks like one in YAML is meant as text. */
    private static final class WithoutTimestamps extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern regexp, @Nullable String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, regexp, first, limit);
            }
        }
    }

    /** {@return the one object of the file, or all objects of its list} */
    static List<Document> documents(String text, String file) {
        Object content = load(text, file);
        if (content instanceof Map) {
            return List.of(Document.of(content));
        }
        if (content instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Map.class::isInstance)) {
            return Document.listOf(content);
        }
        throw CommandFailure.usage("Expected an object, or a list of them, in \"" + file + "\", but found "
                + (content == null ? "nothing." : "something else."));
    }

    private static @Nullable Object load(String text, String file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        DumperOptions unused = new DumperOptions();
        try {
            return new Yaml(
                            new SafeConstructor(options),
                            new Representer(unused),
                            unused,
                            options,
                            new WithoutTimestamps())
                    .load(text);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String place = mark == null ? file : file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
            throw CommandFailure.usage(place + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage());
        }
    }
}

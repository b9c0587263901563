package io.drover.expressions.stackstorm;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.Ordering;
import io.drover.expressions.value.PythonBytes;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonFloat;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import io.drover.expressions.yaml.PyYamlResolver;
import io.drover.expressions.yaml.PyYamlTimestamp;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Reads YAML as PyYAML does, and writes it; only plain data, whatever tags a text has. */
final class YamlText {
    private YamlText() {}

    static @Nullable Object read(String text, Meter meter) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(100);
        options.setMaxAliasesForCollections(50);
        try {
            DumperOptions unused = new DumperOptions();
            return plain(
                    new Yaml(new Plain(options), new Representer(unused), unused, options, new PyYamlResolver())
                            .load(text),
                    meter);
        } catch (YAMLException wrong) {
            throw new ExpressionException("YAMLError", "not YAML: " + withoutLines(wrong));
        }
    }

    /** The parser shows parts of lines; whoever masks what is secret in messages wouldn't find it in them. */
    private static @Nullable String withoutLines(YAMLException wrong) {
        if (wrong instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark at = marked.getProblemMark();
            return marked.getProblem() + " (line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1) + ")";
        }
        return wrong.getMessage();
    }

    private static @Nullable Object plain(@Nullable Object value, Meter meter) {
        meter.step();
        if (value instanceof Map<?, ?> map) {
            meter.enter();
            PythonDict dict = new PythonDict();
            map.forEach((key, member) -> dict.put(Value.of(key), plain(member, meter)));
            meter.leave();
            return dict;
        }
        if (value instanceof Set<?> set) {
            Set<@Nullable Object> read = new LinkedHashSet<>();
            set.forEach(element -> read.add(plain(element, meter)));
            return read;
        }
        if (value instanceof byte[] bytes) {
            return new PythonBytes(bytes);
        }
        if (value instanceof Collection<?> collection) {
            meter.enter();
            PythonList list = new PythonList(collection.size());
            collection.forEach(element -> list.add(plain(element, meter)));
            meter.leave();
            return list;
        }
        return Value.of(value);
    }

    private static final class Plain extends SafeConstructor {
        Plain(LoaderOptions options) {
            super(options);
            yamlConstructors.put(Tag.TIMESTAMP, new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    try {
                        return PyYamlTimestamp.read(((ScalarNode) node).getValue());
                    } catch (DateTimeException wrong) {
                        throw new YAMLException(wrong);
                    }
                }
            });
        }
    }

    static String write(@Nullable Object value, @Nullable Long indent, boolean unicode, Meter meter) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(unicode);
        options.setDereferenceAliases(true);
        if (indent != null) {
            options.setIndent((int) Math.max(2, Math.min(9, indent)));
        }
        LoaderOptions unused = new LoaderOptions();
        Yaml yaml = new Yaml(new Plain(unused), new Written(options), options, unused, new PyYamlResolver());
        return meter.made(yaml.dump(ordered(value, meter)));
    }

    /** Writes fractions as Python spells them, and texts of several lines between quotation marks. */
    private static final class Written extends Representer {
        Written(DumperOptions options) {
            super(options);
            representers.put(String.class, text -> representScalar(Tag.STR, (String) text, style((String) text)));
            representers.put(Double.class, number -> representScalar(Tag.FLOAT, fraction((Double) number)));
        }

        /** Quoted is what has several lines, and the sign that YAML 1.1 gives a meaning of its own. */
        private static DumperOptions.ScalarStyle style(String text) {
            boolean quoted = text.equals("=") || text.chars().anyMatch(c -> "\n\u0085\u2028\u2029".indexOf(c) >= 0);
            return quoted ? DumperOptions.ScalarStyle.SINGLE_QUOTED : DumperOptions.ScalarStyle.PLAIN;
        }

        private static String fraction(double number) {
            if (Double.isNaN(number)) {
                return ".nan";
            }
            if (Double.isInfinite(number)) {
                return number > 0 ? ".inf" : "-.inf";
            }
            String text = PythonFloat.repr(number);
            // without a dot YAML 1.1 takes it for a text
            return text.indexOf('.') < 0 ? text.replaceFirst("e", ".0e") : text;
        }
    }

    /** Keys of several kinds have none, and stay as they are. */
    private static boolean haveOrder(List<@Nullable Object> keys) {
        return keys.stream().allMatch(String.class::isInstance) || keys.stream().allMatch(Value::isNumber);
    }

    private static @Nullable Object ordered(@Nullable Object any, Meter meter) {
        meter.step();
        Object value = Undefined.refuse(Value.of(any));
        if (value instanceof Map<?, ?> map) {
            meter.enter();
            List<@Nullable Object> keys = new ArrayList<>(map.keySet());
            if (haveOrder(keys)) {
                keys.sort(Ordering.natural());
            }
            Map<@Nullable Object, @Nullable Object> ordered = new LinkedHashMap<>();
            keys.forEach(key -> ordered.put(key, ordered(map.get(key), meter)));
            meter.leave();
            return ordered;
        }
        if (value instanceof Collection) {
            meter.enter();
            List<@Nullable Object> list = new ArrayList<>();
            Iteration.list(value, meter).forEach(element -> list.add(ordered(element, meter)));
            meter.leave();
            return list;
        }
        boolean scalar = value == null || value instanceof Boolean || value instanceof Number;
        return scalar ? value : PythonText.str(value, meter);
    }
}

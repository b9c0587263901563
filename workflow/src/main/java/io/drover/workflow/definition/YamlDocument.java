package io.drover.workflow.definition;

import io.drover.expressions.yaml.PyYamlResolver;
import io.drover.expressions.yaml.PyYamlTimestamp;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * YAML 1.1 as PyYAML's {@code safe_load} reads it, each value with its place. Equal keys in a mapping are an error, as in
 * StackStorm's workflows; dates and times become the text that StackStorm stores of them.
 *
 * @param value null, a text, number, boolean, list or mapping
 */
public record YamlDocument(@Nullable Object value, Places places) {
    private static final Set<Tag> STRUCTURES = Set.of(Tag.MAP, Tag.SEQ, Tag.SET, Tag.OMAP, Tag.PAIRS);
    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 50;
    private static final int MOST_ALIASES = 200;
    private static final int MOST_VALUES = 200_000;

    /**
     * {@return the one document of a text}
     *
     * @throws YamlProblem if it is none
     */
    public static YamlDocument read(String text) {
        return read(text, false);
    }

    /** {@return the value with dates and times as such, as PyYAML has them; null where it is none} */
    static @Nullable Object withDates(String text) {
        return read(text, true).value();
    }

    private static YamlDocument read(String text, boolean dates) {
        if (text.length() > LARGEST) {
            throw failed("it has " + text.length() + " characters, at most " + LARGEST + " are read", null);
        }
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        try {
            Node root = new Composer(new ParserImpl(new StreamReader(text), options), new PyYamlResolver(), options)
                    .getSingleNode();
            Reading reading = new Reading(options, dates);
            return new YamlDocument(
                    root == null ? null : reading.value(root, ""), new Places(reading.places, reading.keys));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String context = e.getContext() == null ? "" : e.getContext() + began(e, mark) + ": ";
            throw failed(context + e.getProblem(), PyYamlWords.of(e), mark);
        } catch (ReaderException e) {
            Place place = firstNotAllowed(text);
            String problem =
                    "the character U+" + String.format(Locale.ROOT, "%04X", e.getCodePoint()) + " is not allowed";
            throw new YamlProblem(problem, problem, place.line(), place.column());
        } catch (YAMLException e) {
            throw failed(String.valueOf(e.getMessage()), null);
        }
    }

    /** A quote that is never closed is noticed at the end of the text; what helps is where it was opened. */
    private static String began(MarkedYAMLException e, Mark problem) {
        Mark context = e.getContextMark();
        return context == null || context.getLine() == problem.getLine()
                ? ""
                : " that begins in line " + (context.getLine() + 1) + ", column " + (context.getColumn() + 1);
    }

    private static YamlProblem failed(String problem, @Nullable Mark mark) {
        return failed(problem, problem, mark);
    }

    private static YamlProblem failed(String problem, String original, @Nullable Mark mark) {
        int line = mark == null ? 0 : mark.getLine() + 1;
        return new YamlProblem(problem, original, line, mark == null ? 0 : mark.getColumn() + 1);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** {@return where the text has its first character that is not allowed; the reader's own count is of chars at a text's end, else of characters} */
    private static Place firstNotAllowed(String text) {
        int position = 0;
        while (position < text.length() && StreamReader.isPrintable(text.codePointAt(position))) {
            position += Character.charCount(text.codePointAt(position));
        }
        String before = text.substring(0, position);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(line, before.length() - before.lastIndexOf('\n'));
    }

    private static final class Reading {
        private final Scalars scalars;
        private final Map<String, Place> places = new HashMap<>();
        private final Map<String, Place> keys = new HashMap<>();
        private int values;
        private int depth;

        Reading(LoaderOptions options, boolean dates) {
            scalars = new Scalars(options, dates);
        }

        @Nullable
        Object value(Node node, String path) {
            Mark mark = node.getStartMark();
            places.put(path, place(mark));
            if (++values > MOST_VALUES) {
                throw failed("it has more than " + MOST_VALUES + " values once its aliases are followed", mark);
            }
            if (node instanceof ScalarNode scalar) {
                return scalars.value(scalar);
            }
            if (!STRUCTURES.contains(node.getTag())) {
                String tag = node.getTag().getValue();
                String original = "could not determine a constructor for the tag '" + tag + "'";
                throw failed("the tag '" + tag + "' is not allowed", PyYamlWords.of(null, null, original, mark), mark);
            }
            if (++depth > DEEPEST) {
                throw failed(
                        "it is nested deeper than " + DEEPEST + " once its aliases are followed, maybe as one of them"
                                + " holds itself",
                        mark);
            }
            Object value =
                    node instanceof MappingNode mapping ? mapping(mapping, path) : list((SequenceNode) node, path);
            depth--;
            return value;
        }

        private List<@Nullable Object> list(SequenceNode node, String path) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Node element : node.getValue()) {
                elements.add(value(element, path + "[" + elements.size() + "]"));
            }
            return elements;
        }

        private Map<String, @Nullable Object> mapping(MappingNode node, String path) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            Map<String, @Nullable Object> merged = new LinkedHashMap<>();
            for (NodeTuple tuple : node.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                    throw unacceptable(tuple.getKeyNode(), node);
                }
                if (keyNode.getTag().equals(Tag.MERGE)) {
                    merge(value(tuple.getValueNode(), path + ".<<"), merged, keyNode);
                    continue;
                }
                String key = keyNode.getValue();
                if (members.containsKey(key)) {
                    throw failed("found duplicate key \"" + key + "\"", keyNode.getStartMark());
                }
                String below = path.isEmpty() ? key : path + "." + key;
                keys.put(below, place(keyNode.getStartMark()));
                members.put(key, value(tuple.getValueNode(), below));
            }
            merged.forEach(members::putIfAbsent);
            return members;
        }

        private static YamlProblem unacceptable(Node key, MappingNode mapping) {
            String type = key instanceof MappingNode ? "dict" : "list";
            String original = PyYamlWords.of(
                    "while constructing a mapping",
                    mapping.getStartMark(),
                    "found unacceptable key (unhashable type: '" + type + "')",
                    key.getStartMark());
            return failed("found unacceptable key", original, key.getStartMark());
        }

        private static void merge(@Nullable Object value, Map<String, @Nullable Object> merged, ScalarNode key) {
            for (Object each : value instanceof List<?> list ? list : List.of(value == null ? "" : value)) {
                if (!(each instanceof Map<?, ?> members)) {
                    throw failed("'<<' merges mappings alone", key.getStartMark());
                }
                members.forEach((name, member) -> merged.putIfAbsent((String) name, member));
            }
        }
    }

    /** Makes one scalar's value. */
    private static final class Scalars extends SafeConstructor {
        private final boolean dates;

        Scalars(LoaderOptions options, boolean dates) {
            super(options);
            this.dates = dates;
        }

        @Nullable
        Object value(ScalarNode node) {
            if (node.getTag().equals(Tag.MERGE)) {
                return node.getValue();
            }
            Object value;
            try {
                value = node.getTag().equals(Tag.TIMESTAMP) ? time(node.getValue()) : constructDocument(node);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw failed("'" + node.getValue() + "' is not what its tag says", node.getStartMark());
            }
            if (value instanceof Integer number) {
                return number.longValue();
            }
            if (value instanceof BigInteger number && number.bitLength() < Long.SIZE) {
                return number.longValue();
            }
            if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
                return value;
            }
            if (value instanceof Temporal) {
                return value;
            }
            throw failed("the tag '" + node.getTag().getValue() + "' is not allowed", node.getStartMark());
        }

        private Object time(String text) {
            Temporal time = PyYamlTimestamp.read(text);
            return dates ? time : PyYamlTimestamp.iso(time);
        }
    }
}

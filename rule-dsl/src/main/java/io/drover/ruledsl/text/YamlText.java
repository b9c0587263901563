package io.drover.ruledsl.text;

import io.drover.expressions.yaml.PyYamlResolver;
import io.drover.ruledsl.text.Located.Member;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
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
 * YAML 1.1 as PyYAML's {@code safe_load} reads it, which is how packs are written: {@code yes} is a boolean, {@code 017}
 * is 15, an exponent without a sign is text, and of two equal keys the last one counts. Two things differ, because the
 * result is JSON: dates stay the text they are written as, and binary data, sets and infinite numbers are refused.
 */
final class YamlText {
    /** Values after all aliases are followed. */
    private static final long MOST_VALUES = 200_000;

    private static final int DEEPEST = 50;
    private static final int MOST_ALIASES = 200;
    private static final Set<Tag> MAPPINGS = Set.of(Tag.MAP);
    private static final Set<Tag> SCALARS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE);

    /** What SnakeYAML counts as one. */
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\n\u0085\u2028\u2029]");

    private final Findings findings;
    private final String[] lines;
    private final Scalars scalars;
    private final IdentityHashMap<Node, Located> done = new IdentityHashMap<>();
    private final IdentityHashMap<Located, Long> sizes = new IdentityHashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlText(String text, LoaderOptions options, Findings findings) {
        this.findings = findings;
        this.lines = LINE_END.split(text, -1);
        this.scalars = new Scalars(options);
    }

    /** {@return the one document of the text; null where it has none or is broken, which is a problem then} */
    static @Nullable Located read(String text, Findings findings) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setCodePointLimit(Integer.MAX_VALUE);
        try {
            Node root = new Composer(new ParserImpl(new StreamReader(text), options), new PyYamlResolver(), options)
                    .getSingleNode();
            if (root == null) {
                findings.error("The file is empty. Write a mapping of keys to values.");
                return null;
            }
            YamlText reading = new YamlText(text, options, findings);
            Located located = reading.located(root);
            if (reading.size(located) > MOST_VALUES) {
                findings.error(
                        located.place(),
                        "The file has more than " + MOST_VALUES
                                + " values once its aliases are followed. Use fewer aliases.");
                return null;
            }
            return located;
        } catch (ReaderException e) {
            findings.error(
                    Positions.of(text, e.getPosition()),
                    "Found the character 0x" + Integer.toHexString(e.getCodePoint())
                            + ", which YAML does not allow. Save the file as UTF-8 text.");
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            findings.error(
                    mark == null ? Place.NOWHERE : place(mark), "The YAML is broken: " + context + e.getProblem());
        } catch (YAMLException e) {
            findings.error("The YAML cannot be read: " + e.getMessage());
        }
        return null;
    }

    private static Place place(Mark mark) {
        return Place.at(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Located located(Node node) {
        Located known = done.get(node);
        if (known != null) {
            return known;
        }
        Place place = place(node.getStartMark());
        if (!open.add(node)) {
            findings.error(place, "This value contains itself by an alias. Write it without one.");
            return Located.of(null, place);
        }
        Located located = content(node, place);
        open.remove(node);
        done.put(node, located);
        return located;
    }

    private Located content(Node node, Place place) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, place);
        }
        if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
            List<Located> elements = new ArrayList<>();
            sequence.getValue().forEach(element -> elements.add(located(element)));
            return sized(Located.of(elements, place));
        }
        if (node instanceof MappingNode mapping && MAPPINGS.contains(node.getTag())) {
            return sized(Located.of(members(mapping), place));
        }
        findings.error(place, "The tag '" + node.getTag().getValue() + "' is not allowed. Leave it out.");
        return Located.of(null, place);
    }

    private Map<String, Member> members(MappingNode mapping) {
        Map<String, Member> members = new LinkedHashMap<>();
        Map<String, Member> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.error(place, "Expected a text as key, but found a collection.");
                continue;
            }
            if (key.getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), merged);
                continue;
            }
            if (key.getTag().equals(Tag.BOOL)) {
                findings.warning(
                        place,
                        "YAML reads the key " + key.getValue() + " as a boolean; it is taken as the text '"
                                + key.getValue() + "'. Put it in quotes.");
            }
            Member earlier = members.put(key.getValue(), new Member(place, located(tuple.getValueNode())));
            if (earlier != null) {
                findings.warning(
                        place,
                        "The key '" + key.getValue() + "' stands in line "
                                + earlier.key().line() + " already; this one, the last, counts. Remove the other.");
            }
        }
        merged.forEach(members::putIfAbsent);
        return members;
    }

    private void merge(Node node, Map<String, Member> merged) {
        Located located = located(node);
        List<Located> elements = located.elements();
        for (Located each : elements == null ? List.of(located) : elements) {
            Map<String, Member> members = each.members();
            if (members == null) {
                findings.error(each.place(), "Expected a mapping to merge by '<<', but found " + each.kind() + ".");
            } else {
                members.forEach(merged::putIfAbsent);
            }
        }
    }

    private Located scalar(ScalarNode node, Place place) {
        String text = node.getValue();
        if (!SCALARS.contains(node.getTag())) {
            findings.error(place, "The tag '" + node.getTag().getValue() + "' is not allowed. Write plain text.");
            return Located.of(null, place);
        }
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
        if (node.getTag().equals(Tag.STR)
                || node.getTag().equals(Tag.TIMESTAMP)
                || node.getTag().equals(Tag.MERGE)) {
            return new Located(
                    text, place, null, plain ? comment(node) : null, offset -> ScalarPlaces.of(lines, node, offset));
        }
        Object value;
        try {
            value = scalars.value(node);
        } catch (YAMLException | IllegalArgumentException e) {
            findings.error(
                    place, "'" + text + "' cannot be read as the value that its tag asks for. Put it in quotes.");
            return Located.of(null, place);
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            findings.error(place, "'" + text + "' is no number of JSON. Put it in quotes.");
            return Located.of(null, place);
        }
        if (value instanceof Integer number) {
            value = number.longValue();
        }
        if (value instanceof BigInteger number && number.bitLength() < Long.SIZE) {
            value = number.longValue();
        }
        return new Located(value, place, text, plain ? comment(node) : null, null);
    }

    /** {@return the comment behind an unquoted scalar, which its author may have meant as a part of it} */
    private @Nullable String comment(ScalarNode node) {
        Mark end = node.getEndMark();
        if (end.getLine() >= lines.length) {
            return null;
        }
        String line = lines[end.getLine()];
        String rest = line.substring(line.offsetByCodePoints(0, end.getColumn()));
        return rest.stripLeading().startsWith("#") ? rest : null;
    }

    private Located sized(Located located) {
        size(located);
        return located;
    }

    private long size(Located located) {
        Long known = sizes.get(located);
        if (known != null) {
            return known;
        }
        long size = 1;
        Map<String, Member> members = located.members();
        List<Located> elements = located.elements();
        if (members != null) {
            for (Member member : members.values()) {
                size = Math.min(MOST_VALUES + 1, size + size(member.value()));
            }
        } else if (elements != null) {
            for (Located element : elements) {
                size = Math.min(MOST_VALUES + 1, size + size(element));
            }
        }
        if (members != null || elements != null) {
            sizes.put(located, size);
        }
        return size;
    }

    /** Makes one scalar's value. */
    private static final class Scalars extends SafeConstructor {
        Scalars(LoaderOptions options) {
            super(options);
        }

        @Nullable
        Object value(ScalarNode node) {
            return constructDocument(node);
        }
    }
}

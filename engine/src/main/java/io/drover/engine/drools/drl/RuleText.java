package io.drover.engine.drools.drl;

import io.drover.engine.fact.FactType;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Reference;
import io.drover.model.pack.Tag;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.text.Nearest;
import io.drover.model.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/** Reads one rule of a file: what it is called, what its annotations say, whose events it asks for. */
final class RuleText {
    private static final List<String> ANNOTATIONS = List.of("ref", "enabled", "shadow", "tags", "limits");
    private static final Pattern REQUEST = Pattern.compile("\\.request\\(\\s*\"([^\"]+)\"");
    private static final Pattern TRIGGER = Pattern.compile("\\btrigger\\s*==\\s*\"([^\"]*)\"");

    private final ProgramFile file;
    private final String head;
    private final RuleDescr tree;
    private final String text;
    private final Map<String, FactType> facts;
    private final TableRows rows;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * One rule.
     *
     * @param head what stands before the rules of its file
     * @param facts the types that the file sees, by the names that it may call them
     * @param rows where its author finds it
     */
    RuleText(ProgramFile file, String head, RuleDescr tree, Map<String, FactType> facts, TableRows rows) {
        this.file = file;
        this.head = head;
        this.tree = tree;
        this.text = file.text()
                .substring(tree.getStartCharacter(), tree.getEndCharacter() + 1)
                .strip();
        this.facts = facts;
        this.rows = rows;
    }

    List<Problem> problems() {
        return problems;
    }

    /** {@return the rule; null after an error} */
    @Nullable
    Rule read(String pack) {
        tree.getAnnotations().forEach(this::check);
        String name = value("ref", slug(tree.getName()));
        boolean enabled = flag("enabled", true);
        boolean shadow = flag("shadow", false);
        List<Tag> tags = tags();
        Limits limits = limits();
        List<Ref> triggers = triggers();
        if (name.isEmpty()) {
            error(tree.getLine(), "The name '" + tree.getName() + "' gives no ref. Write @ref( name ) with letters.");
        }
        if (!problems.isEmpty()) {
            return null;
        }
        return new Rule(
                Ref.of(pack, name),
                tree.getName(),
                enabled,
                shadow,
                Rule.Type.STANDARD,
                Trigger.of(triggers.get(0), Map.of()),
                List.of(),
                null,
                references().stream()
                        .map(reference -> new ActionCall(reference.ref(), Map.of(), null))
                        .toList(),
                0,
                tags,
                Map.of(),
                file.path(),
                new Program(head, text, tree.getName(), rows.place(tree.getLine()), triggers),
                null,
                limits);
    }

    private void check(AnnotationDescr annotation) {
        String name = annotation.getName();
        int line = lineOf(name);
        if (!ANNOTATIONS.contains(name)) {
            error(
                    line,
                    "Unknown annotation '@" + name + "'." + Nearest.hint(name, ANNOTATIONS) + " Allowed are "
                            + String.join(", ", ANNOTATIONS) + ".");
        } else if (!annotation.getValueMap().keySet().equals(Set.of(AnnotationDescr.VALUE))) {
            error(
                    line,
                    "'@" + name
                            + "' takes plain values, no named ones. Write them alone, such as @tags( \"team=infra\" ).");
        }
    }

    private int lineOf(String annotation) {
        return ParsedFile.lineOf(text, "@" + annotation) + tree.getLine() - 1;
    }

    private void error(int line, String message) {
        problems.add(Problem.error(file.file(), line, 0, message));
    }

    private String value(String annotation, String otherwise) {
        AnnotationDescr found = tree.getAnnotation(annotation);
        return found == null || !found.hasValue()
                ? otherwise
                : AnnotationDescr.unquote(String.valueOf(found.getSingleValue()).strip());
    }

    private boolean flag(String annotation, boolean otherwise) {
        String value = value(annotation, String.valueOf(otherwise));
        if (!value.equals("true") && !value.equals("false")) {
            error(
                    tree.getLine(),
                    "Expected @" + annotation + "( true ) or @" + annotation + "( false ), but found '" + value + "'.");
        }
        return value.equals("true");
    }

    private List<Tag> tags() {
        List<Tag> tags = new ArrayList<>();
        for (String part : split(value("tags", ""))) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                error(tree.getLine(), "Expected tags such as \"team=infra\", but found '" + part + "'.");
            } else {
                tags.add(new Tag(part.substring(0, equals), part.substring(equals + 1)));
            }
        }
        return tags;
    }

    private Limits limits() {
        if (tree.getAnnotation("limits") == null || !problems.isEmpty()) {
            return Limits.NONE;
        }
        try {
            List<String> texts = split(value("limits", ""));
            if (texts.isEmpty()) {
                throw new IllegalArgumentException(
                        "'@limits' says nothing. Write a limit, such as @limits( \"throttle 10m by array\" ).");
            }
            return LimitsText.read(texts);
        } catch (IllegalArgumentException unreadable) {
            error(lineOf("limits"), String.valueOf(unreadable.getMessage()));
            return Limits.NONE;
        }
    }

    private static List<String> split(String values) {
        List<String> parts = new ArrayList<>();
        for (String part : values.split(",", -1)) {
            String plain = part.strip().replaceAll("^\"|\"$", "");
            if (!plain.isEmpty()) {
                parts.add(plain);
            }
        }
        return parts;
    }

    static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    }

    private List<Ref> triggers() {
        String conditions = conditions();
        Set<Ref> found = new LinkedHashSet<>();
        facts.forEach((name, type) -> {
            if (isPattern(name, conditions)) {
                found.add(type.trigger());
            }
        });
        if (isPattern("Event", conditions)) {
            Matcher triggers = TRIGGER.matcher(conditions);
            boolean any = false;
            while (triggers.find()) {
                any = true;
                if (Ref.looksLike(triggers.group(1))) {
                    found.add(Ref.parse(triggers.group(1)));
                }
            }
            if (!any) {
                error(
                        tree.getLine(),
                        "A pattern on Event has to say whose events: Event( trigger == \"pack.name\", … ).");
            }
        }
        if (found.isEmpty()) {
            // it matches what other rules insert, so it goes with their events
            facts.values().forEach(type -> found.add(type.trigger()));
        }
        if (found.isEmpty() && problems.isEmpty()) {
            error(
                    tree.getLine(),
                    "Rule \"" + tree.getName() + "\" asks for no events. Import the fact of a trigger type, such as"
                            + " drover.event.<pack>.<Name>, and use it in a pattern; 'drover trigger get' shows its name.");
        }
        return List.copyOf(found);
    }

    private String conditions() {
        int then = text.lastIndexOf("then");
        return then < 0 ? text : text.substring(0, then);
    }

    private static boolean isPattern(String name, String conditions) {
        return Pattern.compile("(?<![\\w.$])" + Pattern.quote(name) + "\\s*\\(")
                .matcher(conditions)
                .find();
    }

    /** {@return how long an event may matter to the rule: all the times in its conditions, one after the other} */
    Duration span() {
        return Durations.sum(conditions());
    }

    /** {@return the actions that the consequence names} */
    List<Reference> references() {
        List<Reference> references = new ArrayList<>();
        Matcher requests = REQUEST.matcher(text);
        while (requests.find()) {
            if (Ref.looksLike(requests.group(1))) {
                int line = tree.getLine()
                        + (int) text.substring(0, requests.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                references.add(new Reference(
                        Kind.ACTION, Ref.parse(requests.group(1)), file.file(), rows.place(line), 0, List.of()));
            }
        }
        return references;
    }
}

package io.drover.workflow.inspect;

import io.drover.workflow.definition.Place;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a workflow (spec of Orquesta, section 12).
 *
 * @param findings by kind, then by rule and place
 * @param warnings what is allowed, but hardly meant; in the order of the text
 */
public record Inspection(List<Finding> findings, List<Warning> warnings) {
    private static final Place NOWHERE = new Place(0, 0);
    private static final Pattern INPUT = Pattern.compile("(tasks\\.[^.]+)\\.input\\b.*");
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::kind)
            .thenComparing(Finding::schemaPath, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Finding::specPath, Comparator.nullsFirst(Comparator.naturalOrder()));

    private static final Comparator<Warning> BY_PLACE = Comparator.comparing(
            warning -> warning.place().orElse(NOWHERE),
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column));

    public Inspection {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
    }

    /**
     * Looks at a workflow without asking which actions there are.
     *
     * @param known variables that are there from the start, such as {@code st2} and {@code parent}
     */
    public static Inspection of(Workflow workflow, Set<String> known) {
        return of(workflow, known, List.of());
    }

    /**
     * Looks at a workflow, and at the actions that it calls.
     *
     * @param known variables that are there from the start, such as {@code st2} and {@code parent}
     */
    public static Inspection of(Workflow workflow, Set<String> known, KnownActions actions) {
        return of(workflow, known, ContentsCheck.of(workflow, actions));
    }

    private static Inspection of(Workflow workflow, Set<String> known, List<Finding> contents) {
        List<Finding> findings = new ArrayList<>(contents);
        SchemaCheck.of(workflow.spec(), WorkflowSchema.WORKFLOW).stream()
                .map(SchemaAdvice::added)
                .forEach(findings::add);
        findings.addAll(SemanticsCheck.of(workflow));
        findings.addAll(ExpressionCheck.of(workflow));
        findings.addAll(ContextCheck.of(workflow, known));
        List<Warning> warnings = new ArrayList<>(TextWarnings.of(workflow));
        warnings.addAll(NameWarnings.of(workflow));
        warnings.addAll(MergeWarnings.of(workflow));
        warnings.addAll(GraphWarnings.of(workflow));
        return new Inspection(
                findings.stream()
                        .map(finding -> finding.at(place(workflow, finding)))
                        .sorted(ORDER)
                        .toList(),
                warnings.stream()
                        .map(warning -> warning.at(workflow.place(warning.specPath())))
                        .sorted(BY_PLACE)
                        .toList());
    }

    private static Optional<Place> place(Workflow workflow, Finding finding) {
        String path = finding.specPath() == null ? "" : finding.specPath();
        Matcher input = INPUT.matcher(path);
        if (input.matches() && workflow.placeOfName(input.group(1) + ".input").isEmpty()) {
            return workflow.place(input.group(1) + ".action"); // where inline parameters stand
        }
        Optional<Place> exact = Optional.ofNullable(finding.part()).flatMap(workflow::placeOfName);
        return exact.isPresent() ? exact : workflow.place(path);
    }

    /** {@return the same with the findings that StackStorm has about the form where dates are no text} */
    public Inspection withDates(String text) {
        List<Finding> all = new ArrayList<>(SchemaCheck.of(Workflow.specWithDates(text), WorkflowSchema.WORKFLOW));
        findings.stream().filter(finding -> finding.kind() != Kind.SYNTAX).forEach(all::add);
        return new Inspection(all.stream().sorted(ORDER).toList(), warnings);
    }

    /** {@return the findings as Orquesta groups them; groups without findings are left out} */
    public Map<String, List<Map<String, @Nullable Object>>> document() {
        Map<String, List<Map<String, @Nullable Object>>> groups = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            List<Map<String, @Nullable Object>> group = findings.stream()
                    .filter(finding -> finding.kind() == kind)
                    .map(Finding::document)
                    .toList();
            if (!group.isEmpty()) {
                groups.put(kind.group(), group);
            }
        }
        return groups;
    }
}

package io.drover.workflow.inspect;

import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a workflow (spec of Orquesta, section 12).
 *
 * @param findings by kind, then by rule and place
 */
public record Inspection(List<Finding> findings) {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::kind)
            .thenComparing(Finding::schemaPath, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Finding::specPath, Comparator.nullsFirst(Comparator.naturalOrder()));

    public Inspection {
        findings = List.copyOf(findings);
    }

    /**
     * Looks at a workflow.
     *
     * @param known variables that are there from the start, such as {@code st2} and {@code parent}
     */
    public static Inspection of(Workflow workflow, Set<String> known) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(SchemaCheck.of(workflow.spec(), WorkflowSchema.WORKFLOW));
        findings.addAll(SemanticsCheck.of(workflow));
        findings.addAll(ExpressionCheck.of(workflow));
        findings.addAll(ContextCheck.of(workflow, known));
        return new Inspection(findings.stream()
                .map(finding -> finding.at(workflow.place(finding.specPath())))
                .sorted(ORDER)
                .toList());
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

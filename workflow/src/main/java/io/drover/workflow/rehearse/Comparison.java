package io.drover.workflow.rehearse;

import io.drover.expressions.value.Equality;
import io.drover.workflow.conduct.ErrorEntry;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.TaskEntry;
import io.drover.workflow.inspect.Inspection;
import io.drover.workflow.rehearse.RehearsalFile.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a rehearsal found, against what its file expects. */
final class Comparison {
    private static final String FIRST_ROUTE = "__r0";

    private final List<Difference> differences = new ArrayList<>();

    private Comparison() {}

    /** Of a finding counts what is written of it, so that a message is enough. */
    static List<Difference> ofFindings(Inspection inspection, Expected expected) {
        Map<String, List<Map<String, @Nullable Object>>> found = inspection.document();
        boolean equal = found.keySet().equals(expected.findings().keySet())
                && found.entrySet().stream()
                        .allMatch(group ->
                                fits(group.getValue(), expected.findings().get(group.getKey())));
        return equal ? List.of() : List.of(new Difference("expected_inspection_errors", expected.findings(), found));
    }

    private static boolean fits(List<Map<String, @Nullable Object>> found, @Nullable Object expected) {
        if (!(expected instanceof List<?> list) || list.size() != found.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            Map<String, @Nullable Object> finding = found.get(i);
            if (!(list.get(i) instanceof Map<?, ?> members)
                    || !members.entrySet().stream()
                            .allMatch(member -> Equality.equal(finding.get(member.getKey()), member.getValue()))) {
                return false;
            }
        }
        return true;
    }

    static List<Difference> ofRun(State state, Expected expected) {
        Comparison comparison = new Comparison();
        comparison.compare("expected_task_sequence", shortened(expected.sequence()), tasks(state, entry -> true));
        comparison.compare("expected_routes", expected.routes(), state.routes());
        comparison.compare(
                "expected_workflow_status",
                expected.status().text(),
                state.status().text());
        List<Map<String, @Nullable Object>> errors =
                state.errors().stream().map(ErrorEntry::document).toList();
        comparison.compareIfWritten("expected_errors", expected.errors(), errors);
        comparison.compareIfWritten("expected_output", expected.output(), state.output());
        if (expected.last() != null) {
            comparison.compare(
                    "expected_term_tasks",
                    shortened(expected.last()).stream().sorted().toList(),
                    tasks(state, TaskEntry::terminal).stream().sorted().toList());
        }
        return comparison.differences;
    }

    private static List<String> tasks(State state, Predicate<TaskEntry> which) {
        return shortened(
                state.sequence().stream().filter(which).map(TaskEntry::key).toList());
    }

    /** Tasks on the first route go by their name alone. */
    private static List<String> shortened(List<String> keys) {
        return keys.stream()
                .map(key -> key.endsWith(FIRST_ROUTE) ? key.substring(0, key.length() - FIRST_ROUTE.length()) : key)
                .toList();
    }

    private void compareIfWritten(String key, @Nullable Object expected, @Nullable Object found) {
        if (expected != null) {
            compare(key, expected, found);
        }
    }

    private void compare(String key, @Nullable Object expected, @Nullable Object found) {
        if (!Equality.equal(expected, found)) {
            differences.add(new Difference(key, expected, found));
        }
    }
}

package io.drover.workflow.definition;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What PyYAML, over its library in C, says of a text that is no YAML; for comparison with StackStorm. */
final class PyYamlWords {
    private static final List<Map.Entry<Pattern, String>> PROBLEMS = List.of(
            said("mapping values are not allowed here", "mapping values are not allowed in this context"),
            said("found character .* that cannot start any token.*", "found character that cannot start any token"),
            said("expected ',' or '\\}', but got .*", "did not find expected ',' or '}'"),
            said("expected ',' or ']', but got .*", "did not find expected ',' or ']'"),
            said("expected <block end>, but found '-'.*", "did not find expected '-' indicator"),
            said("expected <block end>, but found .*", "did not find expected key"),
            said("expected the node content, but found .*", "did not find expected node content"),
            said("expected '<document start>', but found .*", "did not find expected <document start>"));

    private PyYamlWords() {}

    private static Map.Entry<Pattern, String> said(String here, String there) {
        return Map.entry(Pattern.compile(here, Pattern.DOTALL), there);
    }

    static String of(MarkedYAMLException problem) {
        String said = String.valueOf(problem.getProblem());
        for (Map.Entry<Pattern, String> words : PROBLEMS) {
            if (words.getKey().matcher(said).matches()) {
                said = words.getValue();
            }
        }
        return of(problem.getContext(), problem.getContextMark(), said, problem.getProblemMark());
    }

    /** {@return both sentences with their places; one place where they are the same} */
    static String of(@Nullable String context, @Nullable Mark contextAt, String problem, @Nullable Mark problemAt) {
        StringBuilder text = new StringBuilder();
        if (context != null) {
            text.append(context).append('\n');
            if (contextAt != null && !place(contextAt).equals(place(problemAt))) {
                text.append(place(contextAt)).append('\n');
            }
        }
        return text.append(problem)
                .append(problemAt == null ? "" : "\n" + place(problemAt))
                .toString();
    }

    private static String place(@Nullable Mark mark) {
        return mark == null
                ? ""
                : "  in \"<unicode string>\", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }
}

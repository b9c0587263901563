package io.drover.workflow.inspect;

import io.drover.expressions.workflow.WorkflowExpressions;
import io.drover.model.text.Nearest;
import io.drover.workflow.definition.InlineParameters;
import io.drover.workflow.definition.Option;
import io.drover.workflow.definition.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that do not mean what they look like: expressions over several lines, conditions that always hold, parameters that are dropped. */
final class TextWarnings {
    private static final Pattern BLOCK = Pattern.compile("<%.*?%>|\\{\\{.*?\\}\\}", Pattern.DOTALL);
    private static final Pattern ONE_EXPRESSION = Pattern.compile("<%((?!%>).)*%>|\\{\\{((?!\\}\\}).)*\\}\\}");

    private final List<Warning> warnings = new ArrayList<>();

    private TextWarnings() {}

    static List<Warning> of(Workflow workflow) {
        TextWarnings found = new TextWarnings();
        workflow.spec().forEach((name, value) -> found.lines(value, name));
        found.tags(workflow.spec().get("tags"));
        if (workflow.spec().get("tasks") instanceof Map<?, ?> tasks) {
            tasks.forEach((name, body) -> {
                if (body instanceof Map<?, ?> task) {
                    found.task(task, "tasks." + name);
                }
            });
        }
        return found.warnings;
    }

    private void lines(@Nullable Object value, String path) {
        if (value instanceof String text && !text.contains("{%")) {
            BLOCK.matcher(text)
                    .results()
                    .filter(block -> block.group().contains("\n"))
                    .forEach(block -> add(
                            "The expression that begins with \""
                                    + block.group()
                                            .lines()
                                            .findFirst()
                                            .orElse("")
                                            .strip()
                                    + "\" goes over a line's end, so it stays text. Write it in one line, or fold it with"
                                    + " \">-\".",
                            path));
        } else if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> lines(member, path + "." + name));
        } else if (value instanceof List<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                lines(elements.get(i), path + "[" + i + "]");
            }
        }
    }

    private void tags(@Nullable Object tags) {
        for (Object tag : tags instanceof List<?> list ? list : List.of()) {
            if (tag instanceof String text
                    && text.startsWith(Option.PREFIX)
                    && !Option.tags().contains(text)) {
                add("The tag \"" + text + "\" asks for nothing." + Nearest.hint(text, Option.tags()), "tags");
            }
        }
    }

    private void task(Map<?, ?> task, String path) {
        action(task.get("action"), path + ".action");
        List<?> next = task.get("next") instanceof List<?> list ? list : List.of();
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i) instanceof Map<?, ?> transition) {
                condition(transition.get("when"), path + ".next[" + i + "].when");
                published(transition.get("publish"), path + ".next[" + i + "].publish");
            }
        }
        if (task.get("retry") instanceof Map<?, ?> retry) {
            condition(retry.get("when"), path + ".retry.when");
        }
    }

    private void condition(@Nullable Object when, String path) {
        if (when instanceof String text
                && !text.isEmpty()
                && !text.contains("{%")
                && !ONE_EXPRESSION.matcher(text).matches()) {
            add(
                    WorkflowExpressions.standard().hasExpressions(text)
                            ? "The condition holds whatever its expression gives, as there is more than the expression,"
                                    + " maybe a blank or a line's end: text that is not empty is true. Leave only the"
                                    + " expression."
                            : "The condition always holds, as it is text and no expression. Write it as <% … %> or"
                                    + " {{ … }}.",
                    path);
        }
    }

    private void action(@Nullable Object action, String path) {
        if (action instanceof String text && text.indexOf(' ') > 0) {
            if (!InlineParameters.of(text).isEmpty()) {
                dropped(text.substring(text.indexOf(' ')), path);
            } else if (!WorkflowExpressions.standard().hasExpressions(text)) {
                add(
                        "There is no parameter after the action's name, so all of \"" + text
                                + "\" is taken for the name. Write parameters as name=value, texts in quotes.",
                        path);
            }
        }
    }

    private void published(@Nullable Object publish, String path) {
        if (publish instanceof String text) {
            dropped(text, path);
        }
    }

    private void dropped(String text, String path) {
        String rest = InlineParameters.besides(text);
        if (!rest.isEmpty()) {
            add(
                    "\"" + rest
                            + "\" is dropped, as it is no name=value where the value is a text in quotes, a number, a"
                            + " list, true, false, null or an expression. Write it below, one name in each line.",
                    path);
        }
    }

    private void add(String message, String path) {
        warnings.add(Warning.of(message, path));
    }
}

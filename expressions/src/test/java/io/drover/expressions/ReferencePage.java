package io.drover.expressions;

import static java.util.Objects.requireNonNull;

import io.drover.expressions.jinja.JinjaNames;
import io.drover.expressions.stackstorm.StackStormFilters;
import io.drover.expressions.value.MethodNames;
import io.drover.expressions.workflow.WorkflowNames;
import io.drover.expressions.yaql.YaqlNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The last part of docs/expressions.md: every name of the function tables, with the line of reference.txt about it. */
final class ReferencePage {
    /** What the written part of the page ends before. */
    static final String BEGINNING = "## Reference\n";

    private static final String INTRODUCTION = """

            Made from the function tables; a test fails where this part and the tables differ.
            """;

    private final Map<String, Map<String, String>> meanings;
    private final StringBuilder page = new StringBuilder(BEGINNING).append(INTRODUCTION);

    private ReferencePage(Map<String, Map<String, String>> meanings) {
        this.meanings = meanings;
    }

    static String text() throws IOException {
        ReferencePage made = new ReferencePage(meanings());
        made.table("Operators of Jinja2", "jinja operators");
        made.table("Filters of Jinja2", "jinja filters", JinjaNames.filters());
        made.table("Tests of Jinja2", "jinja tests", JinjaNames.tests());
        made.table("Functions of Jinja2", "jinja functions", JinjaNames.functions());
        made.table("Methods of texts in Jinja2", "methods of texts", MethodNames.ofTexts());
        made.table("Methods of lists in Jinja2", "methods of lists", MethodNames.ofLists());
        made.table("Methods of mappings in Jinja2", "methods of mappings", MethodNames.ofMappings());
        made.table("Methods of sets in Jinja2", "methods of sets", MethodNames.ofSets());
        Set<String> stackStorm = new TreeSet<>(StackStormFilters.functions().keySet());
        stackStorm.addAll(WorkflowNames.everywhere());
        made.table("Filters and functions of StackStorm, in both languages", "stackstorm", stackStorm);
        made.yaql();
        return made.page.toString();
    }

    private static Map<String, Map<String, String>> meanings() throws IOException {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = new LinkedHashMap<>();
        try (InputStream file = requireNonNull(ReferencePage.class.getResourceAsStream("/reference.txt"))) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("## ")) {
                    section = new LinkedHashMap<>();
                    sections.put(line.substring(3), section);
                } else if (line.contains(" | ")) {
                    int bar = line.indexOf(" | ");
                    section.put(line.substring(0, bar), line.substring(bar + 3));
                }
            }
        }
        return sections;
    }

    private Map<String, String> section(String name) {
        return requireNonNull(meanings.get(name), name);
    }

    private void table(String title, String section) {
        begin(title, "| | |\n|---|---|\n");
        section(section).forEach((name, meaning) -> row(name, "", meaning));
    }

    private void table(String title, String section, Set<String> names) {
        begin(title, "| name | meaning |\n|---|---|\n");
        rows(section, names, name -> "");
    }

    private void yaql() {
        begin("Functions of YAQL", "| name | how it is called | meaning |\n|---|---|---|\n");
        rows("yaql", YaqlNames.all(), name -> " " + calls(YaqlNames.calls(name)) + " |");
    }

    private static String calls(List<String> calls) {
        return calls.stream().map(call -> "`" + call + "`").collect(Collectors.joining(" "));
    }

    private void begin(String title, String head) {
        page.append("\n### ").append(title).append("\n\n").append(head);
    }

    private void rows(String section, Set<String> names, Function<String, String> between) {
        Map<String, String> known = section(section);
        Set<String> unsaid = new TreeSet<>(names);
        unsaid.removeAll(known.keySet());
        Set<String> gone = new TreeSet<>(known.keySet());
        gone.removeAll(names);
        if (!unsaid.isEmpty() || !gone.isEmpty()) {
            throw new IllegalStateException("In reference.txt, \"" + section + "\": add a line for each of " + unsaid
                    + ", and take out " + gone + ".");
        }
        names.forEach(name -> row(name, between.apply(name), requireNonNull(known.get(name))));
    }

    private void row(String name, String between, String meaning) {
        page.append("| `")
                .append(name)
                .append("` |")
                .append(between)
                .append(' ')
                .append(meaning)
                .append(" |\n");
    }
}

package io.drover.cli.output;

import io.drover.cli.json.Document;
import io.drover.cli.json.JsonText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Prints results to standard output in the asked format, and notes about them to standard error. */
public final class Display {
    private final PrintStream out;
    private final PrintStream err;
    private final Format format;
    private final int width;

    /** @param width columns of the terminal */
    public Display(PrintStream out, PrintStream err, Format format, int width) {
        this.out = out;
        this.err = err;
        this.format = format;
        this.width = width;
    }

    public boolean isTable() {
        return format == Format.TABLE;
    }

    /** Prints a line that is itself the result, whatever the format. */
    public void line(String text) {
        out.print(text + "\n");
    }

    /** Prints text as it is. */
    public void text(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints something about the result, which is not part of it. */
    public void note(String text) {
        err.print(text + "\n");
    }

    /** Tells what was done; a script that asked for JSON or YAML gets the document instead. */
    public void done(String sentence, Document document) {
        if (isTable()) {
            line(sentence);
        } else {
            value(document);
        }
    }

    /** Whether what reads the output has gone away. */
    public boolean isClosed() {
        return out.checkError();
    }

    /** Prints a list with one row each. */
    public void list(List<Document> documents, List<String> columns) {
        if (!isTable()) {
            value(documents.stream().map(document -> document.only(columns)).toList());
            return;
        }
        table(columns, documents);
    }

    /** Prints a table, whatever the format. */
    public void table(List<String> columns, List<Document> documents) {
        List<List<String>> rows = documents.stream()
                .map(document -> columns.stream()
                        .map(column -> Cell.inList(column, document.at(column)))
                        .toList())
                .toList();
        text(new Table(
                        columns,
                        rows,
                        (row, column) ->
                                Cell.isName(columns.get(column), rows.get(row).get(column)))
                .fitting(width));
    }

    /**
     * Prints one document, a row for each property.
     *
     * @param first the properties that come first, if the document has them; the others follow by name
     */
    public void properties(Document document, List<String> first) {
        if (!isTable()) {
            value(document);
            return;
        }
        List<String> names = new ArrayList<>(first);
        names.removeIf(name -> !document.has(name));
        TreeSet<String> others = new TreeSet<>(document.values().keySet());
        first.forEach(others::remove);
        first.stream().filter(name -> name.contains(".")).forEach(name -> others.remove(headOf(name)));
        names.addAll(others);
        List<List<String>> rows = names.stream()
                .map(name -> List.of(name, Cell.ofProperty(document.at(name))))
                .toList();
        text(new Table(
                        List.of("Property", "Value"),
                        rows,
                        (row, column) ->
                                Cell.isName(names.get(row), rows.get(row).get(column)))
                .fitting(width));
    }

    private static String headOf(String path) {
        return path.substring(0, path.indexOf('.'));
    }

    /** Prints a document as lines of {@code name: value}, nested values as YAML below their name. */
    public void lines(Document document, List<String> names) {
        for (String name : names) {
            Object value = document.at(name);
            if (value instanceof String || value instanceof Boolean || value instanceof Number || Cell.isEmpty(value)) {
                line(name + ": " + (Cell.isEmpty(value) ? absent(name) : Cell.scalar(value)));
            } else {
                line(name + ": ");
                text(indented(YamlText.of(Document.sorted(value), 2)));
            }
        }
    }

    private static String absent(String name) {
        return name.equals("parameters") || name.equals("result") ? "None" : "";
    }

    private static String indented(String yaml) {
        StringBuilder text = new StringBuilder();
        yaml.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }

    /** Prints a value as JSON or YAML, with its members in alphabetical order. */
    public void value(@Nullable Object value) {
        Object sorted = Document.sorted(value instanceof Document document ? document.values() : value);
        text(format == Format.YAML ? YamlText.of(sorted, 4) : JsonText.pretty(sorted) + "\n");
    }
}

package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Questions in SQL to the reporting views. */
final class ReportCommands {
    private static final int DEFAULT_LIMIT = 1000;

    private ReportCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "report",
                summary,
                Leaf.named("query", "Run a SELECT over the views in the schema report_v1.")
                        .words("SQL", "The query; \"-\" reads it from standard input.")
                        .option("N", "Most rows to show; " + DEFAULT_LIMIT + " unless given.", "--limit", "-n")
                        .runs(ReportCommands::query),
                Leaf.named("export", "Write all rows of a SELECT over the views into a file, however many they are.")
                        .words("SQL", "The query; \"-\" reads it from standard input.")
                        .option("FORMAT", "csv (RFC 4180), which is the default, or json.", "--format")
                        .option("FILE", "Where to; standard output unless given.", "--to")
                        .runs(ReportCommands::export));
    }

    private static int query(Invocation call) {
        String sql = sql(call);
        int limit = call.number("--limit").orElse(DEFAULT_LIMIT);
        Document answer = call.api()
                .post("/reports/query", Map.of("query", sql, "limit", limit))
                .document();
        List<String> columns = new ArrayList<>();
        if (answer.at("columns") instanceof List<?> names) {
            names.forEach(name -> columns.add(unique(columnName(name), columns)));
        }
        List<Document> rows = rows(answer.at("rows"), columns);
        if (call.display().isTable()) {
            call.display().table(columns, rows);
        } else {
            call.display().value(rows);
        }
        if (Boolean.TRUE.equals(answer.at("truncated"))) {
            call.display().note("Only the first " + rows.size() + " rows are shown; --limit N shows more.");
        }
        return ExitCode.OK;
    }

    private static String sql(Invocation call) {
        String words = String.join(" ", call.words());
        return words.equals("-") ? call.read("-") : words;
    }

    private static int export(Invocation call) {
        Map<String, String> question =
                Map.of("query", sql(call), "format", call.text("--format").orElse("csv"));
        String target = call.text("--to").orElse("");
        if (target.isEmpty()) {
            call.api().download("/reports/export", question, call.out());
            return ExitCode.OK;
        }
        try {
            // nobody shall take a part for the whole
            Path part = Path.of(target + ".part");
            try (OutputStream out = Files.newOutputStream(part)) {
                call.api().download("/reports/export", question, out);
            } catch (CommandFailure failure) {
                Files.deleteIfExists(part);
                throw failure;
            }
            Files.move(part, Path.of(target), StandardCopyOption.REPLACE_EXISTING);
            return ExitCode.OK;
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage(
                    "Tried to write the file \"" + target + "\", but failed: " + e.getMessage() + ".");
        }
    }

    private static String columnName(@Nullable Object column) {
        return column instanceof Map ? Document.of(column).text("name") : String.valueOf(column);
    }

    /** SQL allows several columns of one name; JSON and our tables don't. */
    private static String unique(String name, List<String> others) {
        String candidate = name;
        for (int number = 2; others.contains(candidate); number++) {
            candidate = name + "_" + number;
        }
        return candidate;
    }

    private static List<Document> rows(@Nullable Object rows, List<String> columns) {
        List<Document> documents = new ArrayList<>();
        if (rows instanceof List<?> list) {
            for (Object row : list) {
                documents.add(row instanceof List<?> values ? row(values, columns) : Document.of(row));
            }
        }
        return documents;
    }

    private static Document row(List<?> values, List<String> columns) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(values.size(), columns.size()); i++) {
            row.put(columns.get(i), values.get(i));
        }
        return new Document(row);
    }
}

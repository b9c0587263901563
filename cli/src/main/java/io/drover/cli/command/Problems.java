package io.drover.cli.command;

import io.drover.cli.json.Document;
import io.drover.model.pack.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Problems in the files of packs, as the API gives them. */
final class Problems {
    private Problems() {}

    static List<Problem> of(List<Document> documents) {
        return documents.stream().map(Problems::of).toList();
    }

    static Problem of(Document document) {
        return new Problem(
                document.text("file"),
                number(document.at("line")),
                number(document.at("column")),
                document.text("severity").equalsIgnoreCase("warning")
                        ? Problem.Severity.WARNING
                        : Problem.Severity.ERROR,
                document.text("message"));
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }

    static Document document(Problem problem) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("file", problem.file());
        members.put("line", problem.line());
        members.put("column", problem.column());
        members.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        members.put("message", problem.message());
        return new Document(members);
    }
}

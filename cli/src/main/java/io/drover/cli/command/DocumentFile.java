package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.json.Document;
import io.drover.model.pack.Problem;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.SourceText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects in YAML or JSON files, read as the daemon reads those of packs. */
final class DocumentFile {
    private DocumentFile() {}

    /** {@return the one object of a file, or all those of its list} */
    static List<Document> documents(Invocation call, String file) {
        Object content = content(call, file);
        if (content instanceof Map) {
            return List.of(Document.of(content));
        }
        if (content instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Map.class::isInstance)) {
            return Document.listOf(content);
        }
        throw CommandFailure.usage("Expected an object, or a list of them, in \"" + file + "\", but found "
                + (content == null ? "nothing." : "something else."));
    }

    private static @Nullable Object content(Invocation call, String file) {
        Findings findings = new Findings(file);
        Located located = SourceText.yaml(call.read(file), findings);
        for (Problem problem : findings.all()) {
            if (problem.isError()) {
                throw CommandFailure.usage(problem.toString());
            }
            call.display().note(problem.toString());
        }
        return located == null ? null : located.json();
    }
}

package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.output.YamlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code drover rule diff}: how two revisions of a rule differ, in their text and, over a span of events, in what they do. */
final class RuleDiffCommand {
    private static final int INDENT = 2;

    private RuleDiffCommand() {}

    static CommandSpec spec() {
        return BacktestCommand.span(Leaf.named(
                                "diff",
                                "Show how two revisions of a rule differ; with --from, also in what they make of stored events.")
                        .word("REF", "The rule.")
                        .word("A", "The number of a revision.")
                        .word("B", "The number of another one."))
                .runs(RuleDiffCommand::run);
    }

    private static int run(Invocation call) {
        String ref = call.word(0);
        List<Document> revisions =
                call.api().get("/rules" + Api.path(ref, "revisions")).documents();
        List<String> lines = LineDiff.of(lines(revisions, ref, call.word(1)), lines(revisions, ref, call.word(2)));
        boolean isTable = call.display().isTable();
        if (isTable) {
            lines.forEach(call.display()::line);
        }
        if (call.text("--from").isEmpty()) {
            if (!isTable) {
                call.display().value(Map.of("lines", lines));
            }
            return ExitCode.OK;
        }
        Document ended = BacktestCommand.ended(
                call,
                BacktestCommand.start(
                        call,
                        BacktestCommand.revision(ref, call.word(1)),
                        BacktestCommand.revision(ref, call.word(2))));
        if (isTable) {
            return BacktestCommand.show(call.display(), ended);
        }
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        both.put("lines", lines);
        both.put("backtest", ended.values());
        call.display().value(both);
        return ended.text("status").equals("succeeded") ? ExitCode.OK : ExitCode.FAILED;
    }

    private static List<String> lines(List<Document> revisions, String ref, String word) {
        String number = String.valueOf(BacktestCommand.number(word));
        Document revision = revisions.stream()
                .filter(each -> each.text("revision").equals(number))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage("Rule \"" + ref + "\" has no revision " + number
                        + ". There are: "
                        + revisions.stream().map(each -> each.text("revision")).collect(Collectors.joining(", "))
                        + "."));
        Object document = revision.at("document");
        return document == null
                ? List.of("# the rule is gone")
                : YamlText.of(Document.sorted(document), INDENT).lines().toList();
    }
}

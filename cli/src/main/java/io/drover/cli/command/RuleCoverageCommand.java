package io.drover.cli.command;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.output.Display;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code drover rule coverage}: rules, clauses, triggers and actions that nothing was made of. */
final class RuleCoverageCommand {
    private RuleCoverageCommand() {}

    static CommandSpec spec() {
        return Leaf.named(
                        "coverage",
                        "Tell which rules never matched, which clauses tell no events apart, which triggers have no rules and"
                                + " which actions no rule calls.")
                .option("TIME", "From then on: an age such as 7d, which is the default, a day or a time.", "--since")
                .runs(RuleCoverageCommand::run);
    }

    private static int run(Invocation call) {
        Map<String, String> query = call.text("--since")
                .map(text ->
                        Map.of("since", Moments.of("--since", text, call.now()).toString()))
                .orElse(Map.of());
        Document coverage = call.api().get("/rules/coverage", query).document();
        Display display = call.display();
        if (!display.isTable()) {
            display.value(coverage);
            return ExitCode.OK;
        }
        display.line("Since " + coverage.text("since") + ", over a sample of " + coverage.text("events_sampled")
                + " events:");
        names(display, "rules that never matched", coverage.at("rules_never_matched"));
        names(display, "triggers without rules", coverage.at("triggers_without_rules"));
        names(display, "actions that no rule calls", coverage.at("actions_never_called"));
        List<Document> clauses = coverage.objects("clauses");
        display.line("clauses that are always true or always false: " + clauses.size());
        if (!clauses.isEmpty()) {
            display.table(List.of("rule", "event", "clause", "always", "events"), clauses);
        }
        return ExitCode.OK;
    }

    private static void names(Display display, String what, @Nullable Object names) {
        List<?> list = names instanceof List<?> found ? found : List.of();
        display.line(what + ": " + list.size());
        list.forEach(name -> display.line("  " + name));
    }
}

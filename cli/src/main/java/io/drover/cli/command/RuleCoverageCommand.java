package io.drover.cli.command;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.output.Display;
import java.util.LinkedHashMap;
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
                .option(
                        "N",
                        "Ask the clauses about the first N events of each trigger, up to 5000; 200 unless given.",
                        "--events")
                .runs(RuleCoverageCommand::run);
    }

    private static int run(Invocation call) {
        Map<String, String> query = new LinkedHashMap<>();
        call.text("--since")
                .ifPresent(text -> query.put(
                        "since", Moments.of("--since", text, call.now()).toString()));
        call.number("--events").ifPresent(events -> query.put("events", String.valueOf(events)));
        Document coverage = call.api().get("/rules/coverage", query).document();
        Display display = call.display();
        if (!display.isTable()) {
            display.value(coverage);
            return ExitCode.OK;
        }
        display.line("Since " + coverage.text("since") + ":");
        names(display, "rules that never matched", coverage.at("rules_never_matched"));
        names(display, "triggers without rules", coverage.at("triggers_without_rules"));
        names(display, "actions that no rule calls", coverage.at("actions_never_called"));
        List<Document> clauses = coverage.objects("clauses");
        display.line("clauses that are always true or always false, over " + sample(coverage) + ": " + clauses.size());
        if (!clauses.isEmpty()) {
            display.table(List.of("rule", "event", "clause", "always", "events"), clauses);
        }
        return ExitCode.OK;
    }

    /** {@return which events the clauses were asked about} */
    private static String sample(Document coverage) {
        String events = coverage.text("events_sampled");
        if (Boolean.TRUE.equals(coverage.at("sample_complete"))) {
            return "all " + events + " events";
        }
        return "a sample of " + events + " events (the first " + coverage.text("events_per_trigger")
                + " of each trigger, of " + coverage.text("events_read") + " read; --events takes more)";
    }

    private static void names(Display display, String what, @Nullable Object names) {
        List<?> list = names instanceof List<?> found ? found : List.of();
        display.line(what + ": " + list.size());
        list.forEach(name -> display.line("  " + name));
    }
}

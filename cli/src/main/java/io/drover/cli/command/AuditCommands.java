package io.drover.cli.command;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Whether the audit trail is as it was written. */
final class AuditCommands {
    private static final List<String> CHAIN =
            List.of("node", "seals", "records", "last_day", "purged_through", "unsealed", "hash");
    private static final List<String> FINDING = List.of("wrong", "node", "id", "batch", "place", "seal", "detail");

    private AuditCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "audit",
                summary,
                Leaf.named(
                                "verify",
                                "Compare the audit records with their seals. Ends with 0 where all fit, and with 1 where"
                                        + " one was edited, removed or added.")
                        .option(
                                "DAY",
                                "Only records from this day on, such as 2026-01-31; the seals are all.",
                                "--since")
                        .runs(AuditCommands::verify));
    }

    private static int verify(Invocation call) {
        Map<String, String> query =
                call.text("--since").map(day -> Map.of("since", day)).orElse(Map.of());
        Document answer = call.api().get("/audit/verify", query).document();
        List<Document> findings = answer.objects("findings");
        boolean intact = Boolean.TRUE.equals(answer.at("intact"));
        if (call.display().isTable()) {
            call.display().table(CHAIN, answer.objects("chains"));
            if (!findings.isEmpty()) {
                call.display().table(FINDING, findings);
            }
        } else {
            call.display().value(answer);
        }
        if (Boolean.TRUE.equals(answer.at("more_findings"))) {
            call.display().note("There are more findings; only the first " + findings.size() + " are shown.");
        }
        call.display().note(intact ? "The audit trail is intact." : "The audit trail is NOT intact.");
        return intact ? ExitCode.OK : ExitCode.FAILED;
    }
}

package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Back-tests that were begun: how far they are, and what came of them. */
final class BacktestCommands {
    private static final List<String> SHOWN =
            List.of("id", "candidate", "against", "status", "events", "events_total", "started_by", "started_at");

    private static final Resource BACKTEST =
            new Resource("Back-test", "back-tests", "backtest", "/backtests", "ID", SHOWN, SHOWN, 100, false);

    private BacktestCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "backtest",
                summary,
                BACKTEST.list(),
                Leaf.named("get", "Show how far a back-test is, or what came of it.")
                        .words("ID", "Which back-tests.")
                        .runs(BacktestCommands::get),
                Leaf.named("cancel", "End a back-test that runs.")
                        .words("ID", "Which back-tests.")
                        .runs(BacktestCommands::cancel),
                BACKTEST.delete("delete", "Delete a back-test that has ended, or several; one that runs is canceled."));
    }

    private static int get(Invocation call) {
        return Resource.each(call, id -> {
            int unused = BacktestCommand.show(call.display(), BACKTEST.one(call.api(), id));
        });
    }

    private static int cancel(Invocation call) {
        return Resource.each(call, id -> {
            String status = BACKTEST.one(call.api(), id).text("status");
            if (!status.equals(BacktestCommand.RUNNING)) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "Back-test \"" + id + "\" has ended (" + status + "): there is nothing to cancel.");
            }
            Document asked = call.api().delete(BACKTEST.pathOf(id)).document();
            call.display().done("Back-test \"" + id + "\" ends.", asked);
        });
    }
}

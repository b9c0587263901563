package io.drover.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** When the triggers are due that time makes events of. */
final class TimerCommands {
    private static final Resource TIMER = new Resource(
            "Timer",
            "timers",
            "timer",
            "/timers/views",
            "REF",
            List.of("ref", "type", "parameters", "next_at", "last_at"),
            List.of("id", "uid", "ref", "pack", "name", "type", "parameters", "since", "next_at", "last_at"),
            -1,
            false);

    private TimerCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "timer",
                summary,
                TIMER.list(Resource.Filter.of(
                        "timer_type",
                        "REF",
                        "Only of this type, such as core.st2.CronTimer.",
                        "--timer-type",
                        "--timer_type")),
                TIMER.get());
    }
}

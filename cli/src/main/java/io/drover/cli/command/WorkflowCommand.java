package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Json;
import io.drover.cli.json.JsonText;
import io.drover.model.json.JsonValues;
import io.drover.workflow.chain.Chain;
import io.drover.workflow.conduct.Quirk;
import io.drover.workflow.definition.LoadException;
import io.drover.workflow.definition.Place;
import io.drover.workflow.definition.Workflow;
import io.drover.workflow.inspect.Finding;
import io.drover.workflow.inspect.Inspection;
import io.drover.workflow.inspect.Warning;
import io.drover.workflow.rehearse.Rehearsal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code drover workflow inspect} and {@code drover workflow rehearse}. */
final class WorkflowCommand {
    /** What every run in StackStorm has beside its inputs. */
    private static final Set<String> GIVEN = Set.of("st2", "parent");

    private WorkflowCommand() {}

    static int inspect(Invocation call) {
        String file = call.word(0);
        Inspection inspection;
        try {
            inspection = inspection(call.read(file));
        } catch (LoadException e) {
            throw CommandFailure.usage("Tried to read the workflow \"" + file + "\", but " + e.problem()
                    + (e.line() == 0 ? "" : " (line " + e.line() + ", column " + e.column() + ")"));
        }
        List<Finding> findings = inspection.findings();
        if (!call.display().isTable()) {
            call.display()
                    .value(findings.stream().map(WorkflowCommand::document).toList());
        } else if (findings.isEmpty()) {
            call.display().line(file + ": valid");
        } else {
            findings.stream().map(finding -> sentence(file, finding)).distinct().forEach(call.display()::line);
        }
        inspection.warnings().forEach(warning -> call.display().note(sentence(file, warning)));
        return findings.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    private static Inspection inspection(String text) {
        return Chain.isMeantBy(text)
                ? new Inspection(Chain.inspect(text), List.of())
                : Inspection.of(Workflow.read(text), GIVEN);
    }

    private static Map<String, @Nullable Object> document(Finding finding) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(finding.flatDocument());
        document.put("line", finding.place().map(Place::line).orElse(0));
        document.put("column", finding.place().map(Place::column).orElse(0));
        return document;
    }

    private static String sentence(String file, Finding finding) {
        String expression = finding.expression() == null ? "" : " In " + finding.expression();
        return file + place(finding.place()) + ": " + finding.kind().type() + ": " + finding.message() + expression;
    }

    private static String sentence(String file, Warning warning) {
        return file + place(warning.place()) + ": warning: " + warning.message();
    }

    private static String place(Optional<Place> place) {
        return place.map(where -> ":" + where.line() + ":" + where.column()).orElse("");
    }

    static int rehearse(Invocation call) {
        Optional<String> base = call.text("--base-path");
        if (base.isPresent()) {
            return Rehearsals.ofFiles(call, base.get());
        }
        String file = call.text("--lines")
                .orElseThrow(() -> CommandFailure.usage(
                        "Tried to rehearse workflows, but nothing was given to try. Name a folder with -p and a rehearsal"
                                + " file with -f or a folder of them with -d, or a file of cases with --lines."));
        Set<Quirk> quirks = call.flag("--as-stackstorm") ? Quirk.all() : Quirk.standard();
        int number = 0;
        for (String line : call.read(file).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                call.display().line(rehearsed(line, file + ", line " + number, quirks));
            }
        }
        return ExitCode.OK;
    }

    private static String rehearsed(String line, String place, Set<Quirk> quirks) {
        Map<String, @Nullable Object> one = read(line, place);
        if (!(one.get("workflow") instanceof String workflow)) {
            throw CommandFailure.usage(place + ": expected a case with the text of a workflow as \"workflow\".");
        }
        Map<String, @Nullable Object> scenario =
                one.get("scenario") instanceof Map<?, ?> written ? JsonValues.copyOf(written) : Map.of();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", one.get("id"));
        answer.put("transcript", Rehearsal.transcript(workflow, scenario, quirks));
        return JsonText.compact(answer);
    }

    private static Map<String, @Nullable Object> read(String line, String place) {
        try {
            if (Json.parse(line) instanceof Map<?, ?> members) {
                return JsonValues.copyOf(members);
            }
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(place + ": expected a JSON object, but " + e.getMessage() + ".");
        }
        throw CommandFailure.usage(place + ": expected a JSON object, but found another value.");
    }
}

package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
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
import io.drover.workflow.rehearse.UnusableException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code drover workflow inspect} and {@code drover workflow rehearse}. */
final class WorkflowCommand {
    /** What every run in StackStorm has beside its inputs. */
    private static final Set<String> GIVEN = Set.of("st2", "parent");

    private static final String RUNNER = "orquesta";
    private static final int LONGEST_SHOWN = 200;
    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(
            finding -> finding.place().orElse(new Place(0, 0)),
            Comparator.comparingInt(Place::line).thenComparingInt(Place::column));

    private WorkflowCommand() {}

    static int inspect(Invocation call) {
        Optional<String> file = call.optionalWord(0);
        Optional<String> asked = call.text("--file");
        Optional<String> action = call.text("--action");
        if (Stream.of(file, asked, action).filter(Optional::isPresent).count() != 1) {
            throw CommandFailure.usage("Tried to inspect a workflow, but found not exactly one of FILE, --file FILE and"
                    + " --action REF. Give one of them.");
        }
        return file.map(given -> inspectHere(call, given))
                .orElseGet(() -> inspectThere(call, asked.map(call::read).orElseGet(() -> definition(call))));
    }

    private static int inspectHere(Invocation call, String file) {
        Inspection inspection = reading(file, () -> inspection(call.read(file)));
        List<Finding> findings = inspection.findings();
        if (!call.display().isTable()) {
            call.display()
                    .value(findings.stream().map(WorkflowCommand::document).toList());
        } else if (findings.isEmpty()) {
            call.display().line(file + ": valid");
        } else {
            findings.stream()
                    .sorted(BY_PLACE)
                    .map(finding -> sentence(file, finding))
                    .distinct()
                    .forEach(call.display()::line);
        }
        inspection.warnings().forEach(warning -> call.display().note(sentence(file, warning)));
        return findings.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    /** {@return what is wrong with the text of a workflow or an action chain} */
    static Inspection inspection(String text) {
        return Chain.isMeantBy(text)
                ? new Inspection(Chain.inspect(text), List.of())
                : Inspection.of(Workflow.read(text), GIVEN);
    }

    static Workflow read(Invocation call, String file) {
        return reading(file, () -> Workflow.read(call.read(file)));
    }

    private static <T> T reading(String file, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (LoadException e) {
            throw CommandFailure.usage("Tried to read the workflow \"" + file + "\", but " + e.problemAndPlace());
        }
    }

    /** The daemon knows the actions, but not where a finding stands in the file. */
    private static int inspectThere(Invocation call, String definition) {
        List<Document> findings =
                call.api().postText("/workflows/inspect", definition).documents();
        if (!call.display().isTable()) {
            call.display().value(findings.stream().map(Document::values).toList());
        } else if (findings.isEmpty()) {
            call.display().line("No errors found in workflow definition.");
        } else {
            findings.stream().map(WorkflowCommand::sentence).distinct().forEach(call.display()::line);
        }
        return findings.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    /** {@return the text of an action's workflow, as the daemon has it} */
    private static String definition(Invocation call) {
        String ref = call.text("--action").orElse("");
        Document action = ContentCommands.ACTION.one(call.api(), ref);
        if (!action.text("runner_type").equals(RUNNER)) {
            throw CommandFailure.usage("Tried to inspect the workflow of action \"" + ref + "\", but its runner is \""
                    + action.text("runner_type") + "\", not \"" + RUNNER + "\".");
        }
        return call.api().get("/actions/views/entry_point" + Api.path(ref)).text();
    }

    private static String sentence(Document finding) {
        String expression = finding.text("expression").isEmpty() ? "" : " In " + finding.text("expression");
        return finding.text("spec_path") + ": " + finding.text("type") + ": " + finding.text("message") + expression;
    }

    private static Map<String, @Nullable Object> document(Finding finding) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(finding.flatDocument());
        document.put("line", finding.place().map(Place::line).orElse(0));
        document.put("column", finding.place().map(Place::column).orElse(0));
        if (finding.advice() != null) {
            document.put("advice", finding.advice());
        }
        return document;
    }

    /** {@return a finding as a line for people, with its place as editors read it} */
    static String sentence(String file, Finding finding) {
        String advice = finding.advice() == null ? "" : " " + finding.advice();
        String expression = finding.expression() == null ? "" : " In " + shortened(finding.expression());
        return file + place(finding.place()) + ": " + finding.kind().type() + ": " + shortened(finding.message())
                + stop(finding.message()) + advice + expression;
    }

    /** The messages of StackStorm's schema end without one. */
    private static String stop(String message) {
        return message.endsWith(".") ? "" : ".";
    }

    /** A value or an expression that is wrong may be as long as the file. */
    private static String shortened(String text) {
        return text.length() <= 2 * LONGEST_SHOWN
                ? text
                : text.substring(0, LONGEST_SHOWN) + " … " + text.substring(text.length() - LONGEST_SHOWN);
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
            return Rehearsals.ofFiles(call, base.orElseThrow());
        }
        String file = call.text("--lines")
                .orElseThrow(() -> CommandFailure.usage(
                        "Tried to rehearse workflows, but nothing was given to try. Name a folder with -p and a rehearsal"
                                + " file with -f or a folder of them with -d, or a file of cases with --lines."));
        Set<Quirk> quirks = call.flag("--as-stackstorm") ? Quirk.all() : Quirk.standard();
        return CaseLines.each(call, file, (line, place) -> rehearsed(call, line, place, quirks));
    }

    private static String rehearsed(Invocation call, String line, String place, Set<Quirk> quirks) {
        Map<String, @Nullable Object> one = read(line, place);
        if (!(one.get("workflow") instanceof String workflow)) {
            throw CommandFailure.usage(
                    place + ": expected a case with the text of a workflow as \"workflow\", but found "
                            + (one.containsKey("workflow") ? "something else there." : "none."));
        }
        Object scenario = one.get("scenario");
        if (scenario != null && !(scenario instanceof Map)) {
            throw CommandFailure.usage(
                    place + ": expected a mapping as \"scenario\", but found " + JsonText.compact(scenario) + ".");
        }
        Map<String, @Nullable Object> settings =
                scenario instanceof Map<?, ?> written ? JsonValues.copyOf(written) : Map.of();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", one.get("id"));
        try {
            answer.put("transcript", Rehearsal.transcript(workflow, settings, quirks));
        } catch (UnusableException wrong) {
            throw CommandFailure.usage(place + ": the case cannot be tried. " + wrong.getMessage());
        }
        Rehearsal.unused(workflow, settings).forEach(note -> call.display().note(place + ": warning: " + note));
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

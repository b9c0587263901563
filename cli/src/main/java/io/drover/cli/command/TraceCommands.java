package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Traces: what belongs together, and what caused what. */
final class TraceCommands {
    private static final Resource TRACE = new Resource(
            "Trace",
            "traces",
            "trace",
            "/traces",
            "ID",
            List.of("id", "uid", "trace_tag", "start_timestamp"),
            List.of("id", "trace_tag", "start_timestamp"),
            50,
            true);

    private static final List<Resource.Filter> FILTERS = List.of(
            Resource.Filter.of("trace_tag", "TAG", "Only with this tag.", "--trace-tag", "-c"),
            Resource.Filter.of("execution", "ID", "Only that of this execution.", "--execution", "-e"),
            Resource.Filter.of("rule", "REF", "Only those in which this rule matched.", "--rule", "-r"),
            Resource.Filter.of("trigger_instance", "ID", "Only that of this event.", "--trigger-instance", "-g"));

    /** The parts of a trace: the option that asks for them alone, the property that holds them, the word for one. */
    private enum Part {
        EXECUTIONS("--show-executions", "action_executions", "execution", "action_execution", "--execution"),
        RULES("--show-rules", "rules", "rule", "rule", "--rule"),
        EVENTS(
                "--show-trigger-instances",
                "trigger_instances",
                "trigger-instance",
                "trigger_instance",
                "--trigger-instance");

        private final String option;
        private final String property;
        private final String word;
        private final String type;
        private final String start;

        Part(String option, String property, String word, String type, String start) {
            this.option = option;
            this.property = property;
            this.word = word;
            this.type = type;
            this.start = start;
        }
    }

    private TraceCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun("trace", summary, list(), get());
    }

    private static CommandSpec list() {
        return TRACE.listing(FILTERS)
                .option("ORDER", "asc or desc: which are asked for, the oldest or the newest.", "--sort", "-s")
                .runs(call -> {
                    Map<String, String> query = new LinkedHashMap<>(Resource.parameters(call, FILTERS));
                    if (query.size() > 1) {
                        throw CommandFailure.usage("Only one of --trace-tag, --execution, --rule and"
                                + " --trigger-instance can be given, but several were.");
                    }
                    if (call.text("--sort").orElse("desc").equals("asc")) {
                        query.put("sort_asc", "True");
                    }
                    return TRACE.list(call, query, row -> row);
                });
    }

    private static CommandSpec get() {
        return Leaf.named("get", "Show a trace and what belongs to it.")
                .word("ID", "Which trace.")
                .option("ID", "Only what led to this execution.", "--execution", "-e")
                .option("ID", "Only what led to the match of this rule.", "--rule", "-r")
                .option("ID", "Only what led to this event.", "--trigger-instance", "-g")
                .flag("Show executions alone.", "--show-executions")
                .flag("Show rules alone.", "--show-rules")
                .flag("Show events alone.", "--show-trigger-instances")
                .flag("Leave out events that led to nothing.", "--hide-noop-triggers", "-n")
                .runs(TraceCommands::get);
    }

    private static int get(Invocation call) {
        Document trace = TRACE.one(call.api(), call.word(0));
        if (!call.display().isTable()) {
            call.display().value(trace);
            return ExitCode.OK;
        }
        List<Document> parts = chosen(call, parts(trace));
        call.display().lines(trace, TRACE.first());
        call.display().table(List.of("object_id", "type", "ref", "updated_at"), parts);
        return ExitCode.OK;
    }

    private static List<Document> parts(Document trace) {
        List<Document> parts = new ArrayList<>();
        for (Part part : Part.values()) {
            trace.objects(part.property).forEach(one -> parts.add(one.with("type", part.word)));
        }
        parts.sort(Comparator.comparing((Document part) -> part.text("updated_at")));
        return parts;
    }

    private static List<Document> chosen(Invocation call, List<Document> all) {
        List<Document> chosen = new ArrayList<>(all);
        for (Part part : Part.values()) {
            Optional<String> id = call.text(part.start);
            if (id.isPresent()) {
                chosen = chain(all, part.word, id.orElseThrow());
            }
        }
        if (call.flag("--hide-noop-triggers")) {
            chosen.removeIf(part -> part.text("type").equals(Part.EVENTS.word) && !causedAnything(all, part));
        }
        List<String> asked = new ArrayList<>();
        for (Part part : Part.values()) {
            if (call.flag(part.option)) {
                asked.add(part.word);
            }
        }
        if (!asked.isEmpty()) {
            chosen.removeIf(part -> !asked.contains(part.text("type")));
        }
        return chosen;
    }

    private static boolean causedAnything(List<Document> all, Document event) {
        return all.stream()
                .anyMatch(part -> part.text("caused_by.type").equals(Part.EVENTS.type)
                        && part.text("caused_by.id").equals(event.text("object_id")));
    }

    /** {@return what led to a part, and the part itself, the cause first} */
    private static List<Document> chain(List<Document> all, String type, String id) {
        List<Document> chain = new ArrayList<>();
        Optional<Document> part = find(all, type, id, "");
        while (part.isPresent() && chain.size() < all.size()) {
            Document found = part.orElseThrow();
            chain.add(0, found);
            part = cause(all, found);
        }
        return chain;
    }

    private static Optional<Document> cause(List<Document> all, Document part) {
        String id = part.text("caused_by.id");
        String type = part.text("caused_by.type");
        for (Part kind : Part.values()) {
            if (kind.type.equals(type)) {
                // a rule is named together with the event that it matched
                int colon = id.indexOf(':');
                return colon < 0
                        ? find(all, kind.word, id, "")
                        : find(all, kind.word, id.substring(0, colon), id.substring(colon + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<Document> find(List<Document> all, String type, String id, String event) {
        return all.stream()
                .filter(part -> part.text("type").equals(type)
                        && part.text("object_id").equals(id)
                        && (event.isEmpty() || part.text("caused_by.id").equals(event)))
                .findFirst();
    }
}

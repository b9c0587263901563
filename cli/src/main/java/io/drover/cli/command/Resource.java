package io.drover.cli.command;

import io.drover.cli.api.Answer;
import io.drover.cli.api.Api;
import io.drover.cli.api.Refusal;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A kind of thing that the API lists and gives, with the commands that all kinds share.
 *
 * @param noun as in messages, such as {@code Trigger instance}
 * @param plural several of them, such as {@code trigger instances}
 * @param command as on the command line
 * @param path under the API's address
 * @param label what names one, in help: {@code REF} or {@code ID}
 * @param columns of a list; they are what the API is asked for
 * @param first the properties that come first when one is shown
 * @param limit how many a list shows unless told; -1 for all
 * @param newestLast whether the API lists the newest first, and people read them the other way round
 */
record Resource(
        String noun,
        String plural,
        String command,
        String path,
        String label,
        List<String> columns,
        List<String> first,
        int limit,
        boolean newestLast) {

    /** A way to narrow a list: an option of the command, a parameter of the API. */
    record Filter(String parameter, String label, String description, List<String> names) {
        static Filter of(String parameter, String label, String description, String... names) {
            return new Filter(parameter, label, description, List.of(names));
        }

        String value(Invocation call) {
            return call.text(names.get(0)).orElse("");
        }
    }

    /** {@return the command {@code list}, to which options can be added} */
    Leaf listing(List<Filter> filters) {
        Leaf leaf = Leaf.named("list", "List " + plural + ".")
                .option(
                        "N",
                        "How many to show" + (limit < 0 ? "" : ", " + limit + " unless given") + "; -1 for all.",
                        "--limit",
                        "--last",
                        "-n")
                .listOption("NAME", "Which properties to show, dotted; \"all\" for all.", "--attr", "-a");
        filters.forEach(filter ->
                leaf.option(filter.label(), filter.description(), filter.names().toArray(String[]::new)));
        return leaf;
    }

    CommandSpec list(Filter... filters) {
        return listing(List.of(filters)).runs(call -> list(call, parameters(call, List.of(filters)), row -> row));
    }

    static Map<String, String> parameters(Invocation call, List<Filter> filters) {
        Map<String, String> query = new LinkedHashMap<>();
        for (Filter filter : filters) {
            String value = filter.value(call);
            if (!value.isEmpty()) {
                query.put(filter.parameter(), value);
            }
        }
        return query;
    }

    int list(Invocation call, Map<String, String> filters, Function<Document, Document> presented) {
        List<String> shown = call.texts("--attr").isEmpty() ? columns : call.texts("--attr");
        boolean all = shown.contains("all");
        Map<String, String> query = new LinkedHashMap<>(filters);
        int most = call.number("--limit").orElse(limit);
        if (most >= 0 || limit >= 0) {
            query.put("limit", String.valueOf(most));
        }
        if (!all) {
            query.put("include_attributes", String.join(",", shown));
        }
        Answer answer = call.api().get(path, query);
        List<Document> rows = new ArrayList<>(answer.documents());
        if (newestLast) {
            Collections.reverse(rows);
        }
        List<String> names = all ? allNames(rows) : shown;
        boolean table = call.display().isTable();
        call.display().list(table ? rows.stream().map(presented).toList() : rows, names);
        if (table && most > 0 && answer.total().orElse(rows.size()) > rows.size()) {
            call.display()
                    .note("Only " + rows.size() + " of " + answer.total().orElse(0) + " " + plural
                            + " are shown; -n N shows more.");
        }
        return ExitCode.OK;
    }

    private List<String> allNames(List<Document> rows) {
        List<String> names = new ArrayList<>(first);
        rows.forEach(row -> row.values().keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(names::add));
        names.removeIf(name -> rows.stream().noneMatch(row -> row.has(name)));
        return names;
    }

    private String which() {
        return "Which " + plural + ".";
    }

    CommandSpec get() {
        return Leaf.named("get", "Show one of the " + plural + ", or several.")
                .words(label, which())
                .listOption("NAME", "Which properties to show, dotted.", "--attr", "-a")
                .runs(this::get);
    }

    private int get(Invocation call) {
        List<String> shown = call.texts("--attr");
        return each(call, key -> {
            Document document = one(call.api(), key);
            boolean narrowed = !shown.isEmpty() && !shown.contains("all");
            call.display().properties(narrowed ? document.only(shown) : document, narrowed ? shown : first);
        });
    }

    /** Does the same for every argument: one that fails doesn't keep the others from being done. */
    static int each(Invocation call, KeyWork work) {
        int exitCode = ExitCode.OK;
        for (String key : call.words()) {
            try {
                work.run(key);
            } catch (CommandFailure failure) {
                if (call.words().size() == 1 || failure.exitCode() == ExitCode.UNAVAILABLE) {
                    throw failure;
                }
                call.display().note("ERROR: " + failure.getMessage());
                exitCode = failure.exitCode();
            }
        }
        return exitCode;
    }

    /** What to do for one argument. */
    @FunctionalInterface
    interface KeyWork {
        void run(String key);
    }

    Document one(Api api, String key) {
        return one(api, key, Map.of());
    }

    Document one(Api api, String key, Map<String, String> query) {
        return api.find(pathOf(key), query).orElseThrow(() -> notFound(key)).document();
    }

    CommandFailure notFound(String key) {
        return new CommandFailure(
                ExitCode.NOT_FOUND,
                noun + " \"" + key + "\" is not found. \"drover " + command + " list\" shows what there is.");
    }

    String pathOf(String key) {
        return path + Api.path(key);
    }

    CommandSpec create() {
        return Leaf.named("create", "Create one or several of the " + plural + ", as a YAML or JSON file says.")
                .word("FILE", "The file; \"-\" reads standard input.")
                .runs(this::create);
    }

    private int create(Invocation call) {
        for (Document content : DocumentFile.documents(call, call.word(0))) {
            call.display().properties(call.api().post(path, content.values()).document(), first);
        }
        return ExitCode.OK;
    }

    CommandSpec update() {
        return Leaf.named("update", "Give one of the " + plural + " the content of a YAML or JSON file.")
                .word(label, which())
                .word("FILE", "The file; \"-\" reads standard input.")
                .runs(this::update);
    }

    private int update(Invocation call) {
        Document content = DocumentFile.documents(call, call.word(1)).get(0);
        String id = one(call.api(), call.word(0)).text("id");
        Document updated = call.api().put(pathOf(id), content.with("id", id)).document();
        call.display().properties(updated, first);
        return ExitCode.OK;
    }

    CommandSpec enable() {
        return Leaf.named("enable", "Enable one of the " + plural + ", or several.")
                .words(label, which())
                .runs(call -> toggle(call, true));
    }

    CommandSpec disable() {
        return Leaf.named("disable", "Disable one of the " + plural + ", or several.")
                .words(label, which())
                .runs(call -> toggle(call, false));
    }

    private int toggle(Invocation call, boolean enabled) {
        return each(call, key -> {
            Document found = one(call.api(), key);
            Document changed = found.without("ref").with("enabled", enabled);
            String id = found.text("id").isEmpty() ? key : found.text("id");
            call.display().properties(call.api().put(pathOf(id), changed).document(), first);
        });
    }

    CommandSpec delete(String verb, String summary) {
        return Leaf.named(verb, summary).words(label, which()).runs(call -> delete(call, Map.of()));
    }

    /** {@return the command {@code delete}, to which options can be added} */
    Leaf deleting(String summary) {
        return Leaf.named("delete", summary).words(label, which());
    }

    /** @param body what the request says besides; empty: nothing */
    int delete(Invocation call, Map<String, @Nullable Object> body) {
        return each(call, key -> {
            try {
                if (body.isEmpty()) {
                    call.api().delete(pathOf(key));
                } else {
                    call.api().deleteWith(pathOf(key), body);
                }
            } catch (Refusal refusal) {
                throw refusal.isNotFound() ? notFound(key) : refusal;
            }
            call.display().line("Resource with id \"" + key + "\" has been successfully deleted.");
        });
    }
}

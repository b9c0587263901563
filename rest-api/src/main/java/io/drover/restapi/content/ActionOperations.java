package io.drover.restapi.content;

import static io.drover.restapi.http.MemoryList.passes;
import static io.drover.restapi.http.MemoryList.passesAny;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.RunnerControl;
import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.shape.Shapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions and the runner types that carry them out. */
public final class ActionOperations {
    private static final int RUNNERS = 100;
    private static final int ALL = -1;

    private final Catalog catalog;
    private final RunnerControl control;

    public ActionOperations(Catalog catalog, RunnerControl control) {
        this.catalog = catalog;
        this.control = control;
    }

    public Answer list(Call call) {
        return MemoryList.answer(call, chosen(call), ALL, wanted(call), Shapes::action);
    }

    public Answer get(Call call) {
        return Answer.ok(Shapes.action(action(call)));
    }

    public Answer overviews(Call call) {
        return MemoryList.answer(
                call, chosen(call), ALL, wanted(call), action -> Shapes.overview(action, runner(action)));
    }

    public Answer overview(Call call) {
        Action action = action(call);
        return Answer.ok(Shapes.overview(action, runner(action)));
    }

    public Answer parameters(Call call) {
        Action action = action(call);
        return Answer.ok(Map.of("parameters", Shapes.parameters(action, runner(action))));
    }

    /** The text of an action's program. */
    public Answer entryPoint(Call call) {
        Action action = action(call);
        Path file = program(action);
        if (file == null) {
            throw DroverException.notFound("Action ref_or_id=" + action.ref()
                    + " has no entry_point to output. Only actions with a script of their pack have one.");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw DroverException.notFound("Tried to read the entry_point '" + action.entryPoint() + "' of action '"
                    + action.ref() + "', but found no file at '" + file + "'. Put it there and try again.");
        }
        try {
            return Answer.text(200, contentType(file), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DroverException.of(
                    ErrorCode.NOT_FOUND,
                    "Tried to read '" + action.entryPoint() + "' of action '" + action.ref() + "', but found: "
                            + e.getMessage() + ".",
                    e);
        }
    }

    /** {@return where the file of an action's program is looked for in its pack; null where it names none there} */
    private static @Nullable Path program(Action action) {
        Path pack = action.packPath();
        if (pack == null || action.entryPoint().isEmpty()) {
            return null;
        }
        Path folder = pack.resolve("actions").toAbsolutePath().normalize();
        Path file = folder.resolve(action.entryPoint()).normalize();
        return file.startsWith(folder) ? file : null;
    }

    /** As StackStorm names them, which knows no more kinds of programs. */
    private static String contentType(Path file) {
        String name = String.valueOf(file.getFileName());
        String type = switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "yaml", "yml" -> "application/x-yaml";
            case "py" -> "text/x-python";
            case "sh" -> "application/x-sh";
            default -> "text/plain";
        };
        return type + "; charset=UTF-8";
    }

    public Answer runners(Call call) {
        List<String> ids = call.ids();
        List<RunnerType> chosen = catalog.runnerTypes().stream()
                .filter(runner -> passesAny(call, "name", runner.name()))
                .filter(runner -> ids.isEmpty() || ids.contains(runner.id()))
                .toList();
        return MemoryList.answer(call, chosen, RUNNERS, Attributes.of(call, Shapes.RUNNER_FIELDS), Shapes::runner);
    }

    public Answer runner(Call call) {
        String name = call.at("name");
        return Answer.ok(Shapes.runner(catalog.runnerType(name).orElseThrow(() -> Failures.noResource(name))));
    }

    /** Takes a runner's whole shape and looks at {@code enabled} alone. */
    public Answer updateRunner(Call call) {
        String name = call.at("name");
        Fields fields = call.fields();
        if (fields.values().get("enabled") == null) {
            throw DroverException.invalid("Expected 'enabled' as true or false, but it is missing. Nothing else of a"
                    + " runner can be changed through the API.");
        }
        RunnerType known = catalog.runnerType(name).orElseThrow(() -> Failures.noResource(name));
        return Answer.ok(Shapes.runner(control.enable(known.name(), fields.flag("enabled", true), call.principal())));
    }

    private List<Action> chosen(Call call) {
        List<String> ids = call.ids();
        return catalog.actions().stream()
                .filter(action -> passes(call, "pack", action.ref().pack()))
                .filter(action -> passes(call, "name", action.ref().name()))
                .filter(action -> ids.isEmpty() || ids.contains(action.id()))
                .filter(action -> isTagged(call, action))
                .toList();
    }

    // tags=name:value or tags=value
    private static boolean isTagged(Call call, Action action) {
        String wanted = call.param("tags");
        return wanted == null
                || action.tags().stream()
                        .anyMatch(tag -> wanted.equals(tag.value()) || wanted.equals(tag.name() + ":" + tag.value()));
    }

    private static Attributes wanted(Call call) {
        return Attributes.of(call, Shapes.ACTION_FIELDS, Shapes.ACTION_EXCLUDABLE);
    }

    private Action action(Call call) {
        String refOrId = call.at("ref");
        return catalog.action(refOrId).orElseThrow(() -> Failures.noResource(refOrId));
    }

    private @Nullable RunnerType runner(Action action) {
        return catalog.runnerType(action.runnerType()).orElse(null);
    }
}

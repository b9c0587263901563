package io.drover.engine.register;

import io.drover.engine.api.Access;
import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.Registry;
import io.drover.engine.catalog.RunnerOverrides;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has to hold of an action before the API changes anything. */
record ActionChecks(Registry registry, PackReader reader, Access access) {
    /** The pack of an action that names none. */
    static final String DEFAULT_PACK = "default";

    /** The pack of the platform. */
    private static final String SYSTEM_PACK = "core";

    /** Reads an action; a document may hold what answers of this API hold besides the content. */
    Checked<Action> read(Map<String, @Nullable Object> document, String pack) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>(document);
        // what an answer of this API holds besides the content: clients send it back as they got it
        Stream.of("id", "ref", "uid", "metadata_file").forEach(content::remove);
        return reader.action(content, "request", pack);
    }

    /** {@return what was read} */
    static Action value(Checked<Action> read) {
        return read.value().orElseThrow(() -> DroverException.invalid(messages(read, Problem::isError)));
    }

    /** A file's warnings are told with its pack; those of an action that is only in the database would be told nowhere. */
    static void requireNoWarning(Checked<Action> read) {
        if (!read.problems().isEmpty()) {
            throw DroverException.invalid(messages(read, problem -> true));
        }
    }

    private static String messages(Checked<Action> read, Predicate<Problem> which) {
        return read.problems().stream().filter(which).map(Problem::message).collect(Collectors.joining(" "));
    }

    void requireRunnable(Action action) {
        RunnerType runner = registry.runnerType(action.runnerType())
                .filter(type -> type.name().equals(action.runnerType()))
                .orElseThrow(() -> DroverException.invalid("RunnerType " + action.runnerType()
                        + " is not found. Known are "
                        + registry.runnerTypes().stream().map(RunnerType::name).toList()
                        + "."));
        List<String> problems = RunnerOverrides.problems(action, runner);
        if (!problems.isEmpty()) {
            throw DroverException.invalid(String.join(" ", problems));
        }
        if (!action.entryPoint().isEmpty()) {
            Path unused = ActionFiles.requirePlain(action.entryPoint());
        }
    }

    static void requireUserPack(String pack) {
        if (pack.equals(SYSTEM_PACK)) {
            throw DroverException.invalid("Resources belonging to system level packs can't be manipulated, and '" + pack
                    + "' is one. Clone the action into a pack of your own.");
        }
    }

    /** {@return the folder of a pack; null for the pack of what names none, as long as it has no folder} */
    @Nullable
    Path requirePack(String pack) {
        for (RegisteredPack known : registry.packs()) {
            if (known.pack().ref().equals(pack)) {
                return known.pack().path();
            }
        }
        if (!pack.equals(DEFAULT_PACK)) {
            throw DroverException.invalid(
                    "Content pack \"" + pack + "\" is not found. 'drover pack list' shows all that are registered.");
        }
        return null;
    }

    void requireFree(Ref ref) {
        if (registry.action(ref.toString()).isPresent()) {
            throw taken(ref);
        }
    }

    static void requireSame(Action current, String what, String expected, @Nullable Object asked) {
        if (asked != null && !asked.equals("") && !asked.equals(expected)) {
            throw DroverException.invalid("Action '" + current.ref() + "' keeps its " + what + ", '" + expected
                    + "', but the request says '" + asked + "'. Leave it out, or clone the action.");
        }
    }

    void requireDeploy(String pack, Principal by) {
        access.require(by, Permission.CODE_DEPLOY, Resource.of(Kind.PACK.uid(pack)));
    }

    static DroverException taken(Ref ref) {
        return DroverException.alreadyExists(
                "Action '" + ref + "' exists already. Choose another name, or update that action.",
                Kind.ACTION.id(ref));
    }

    static DroverException unknown(String refOrId) {
        return DroverException.notFound("Resource with a reference or id \"" + refOrId
                + "\" not found. 'drover action list' shows all actions.");
    }
}

package io.drover.engine.workflow;

import io.drover.engine.datastore.TemplateKeys;
import io.drover.expressions.Jinja;
import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.workflow.chain.Chain;
import io.drover.workflow.chain.ChainConductor;
import io.drover.workflow.conduct.Conductor;
import io.drover.workflow.conduct.Flow;
import io.drover.workflow.conduct.Limits;
import io.drover.workflow.conduct.Quirk;
import io.drover.workflow.definition.LoadException;
import io.drover.workflow.definition.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads the files of workflows. What was read last is kept: many runs have the same definition. */
final class Definitions {
    private static final int MOST_KEPT = 256;
    private static final Limits LIMITS = Limits.within(Runtime.getRuntime().maxMemory());

    private final Jinja jinja;
    private final Map<String, Definition> read = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Definition> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /**
     * A workflow that was read.
     *
     * @param flow how its runs go
     * @param workflow it, where it is one of Orquesta; null for a chain
     * @param tasks the names of its tasks
     * @param inspected what its last inspection found
     */
    record Definition(
            Flow flow,
            @Nullable Workflow workflow,
            Set<String> tasks,
            AtomicReference<InspectedWorkflows.@Nullable Inspected> inspected) {
        Definition(Flow flow, @Nullable Workflow workflow, Set<String> tasks) {
            this(flow, workflow, tasks, new AtomicReference<>());
        }
    }

    Definitions(TemplateKeys keys) {
        this.jinja = Jinja.strict().withFilter(TemplateKeys.DECRYPT, keys.decrypt());
    }

    /**
     * {@return the text of an action's workflow, as it is now}
     *
     * @throws DroverException where it cannot be read
     */
    static String text(Action action) {
        Path pack = action.packPath();
        if (pack == null || action.entryPoint().isEmpty()) {
            throw DroverException.invalid("Tried to read the workflow of action '" + action.ref()
                    + "', but it has no file. Give its pack a folder, and the action an entry_point.");
        }
        Path folder = pack.resolve("actions").normalize();
        Path file = folder.resolve(action.entryPoint()).normalize();
        if (!file.startsWith(folder)) {
            throw DroverException.invalid("Expected the entry_point of action '" + action.ref()
                    + "' to lie in the folder 'actions' of its pack, but found '" + action.entryPoint() + "'.");
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw DroverException.invalid("Tried to read the workflow of action '" + action.ref() + "' from '" + file
                    + "', but found: " + e + ". Put the file there and run the action again.");
        }
    }

    /**
     * {@return the workflow of a text}
     *
     * @param runnerType the language that it is written in; null: as the text looks
     * @throws LoadException where it is none
     */
    Definition of(String text, @Nullable String runnerType) {
        synchronized (read) {
            Definition known = read.get(text);
            if (known != null) {
                return known;
            }
        }
        boolean chain = runnerType == null ? Chain.isMeantBy(text) : runnerType.equals(WorkflowPlane.CHAIN.name());
        Definition definition = chain ? chain(text) : orquesta(text);
        synchronized (read) {
            read.put(text, definition);
        }
        return definition;
    }

    private Definition chain(String text) {
        Chain chain = Chain.read(text);
        return new Definition(new ChainConductor(chain, jinja, LIMITS), null, Set.of());
    }

    private static Definition orquesta(String text) {
        Workflow workflow = Workflow.read(text);
        return new Definition(
                new Conductor(workflow, Quirk.standard(), LIMITS),
                workflow,
                workflow.tasks().keySet());
    }
}

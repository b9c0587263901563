package io.drover.engine.workflow;

import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.workflow.conduct.Conductor;
import io.drover.workflow.conduct.Flow;
import io.drover.workflow.definition.LoadException;
import io.drover.workflow.definition.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the files of workflows. What was read last is kept: many runs have the same definition. */
final class Definitions {
    private static final int MOST_KEPT = 256;

    private final Map<String, Workflow> read = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Workflow> eldest) {
            return size() > MOST_KEPT;
        }
    };

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
     * @throws LoadException where it is none
     */
    Workflow workflow(String text) {
        synchronized (read) {
            Workflow known = read.get(text);
            if (known != null) {
                return known;
            }
        }
        Workflow workflow = Workflow.read(text);
        synchronized (read) {
            read.put(text, workflow);
        }
        return workflow;
    }

    /** {@return how runs of a workflow go whose text was read before} */
    Flow flow(String text) {
        return new Conductor(workflow(text));
    }
}

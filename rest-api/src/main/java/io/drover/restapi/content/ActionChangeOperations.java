package io.drover.restapi.content;

import io.drover.engine.api.Actions;
import io.drover.engine.api.Actions.DataFile;
import io.drover.engine.api.Catalog;
import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.shape.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Making, changing, removing and cloning actions. */
public final class ActionChangeOperations {
    private static final String DATA_FILES = "data_files";

    private final Catalog catalog;
    private final Actions actions;

    public ActionChangeOperations(Catalog catalog, Actions actions) {
        this.catalog = catalog;
        this.actions = actions;
    }

    public Answer create(Call call) {
        Fields fields = call.fields();
        return Answer.json(201, Shapes.action(actions.create(document(fields), files(fields), call.principal())));
    }

    public Answer update(Call call) {
        Fields fields = call.fields();
        return Answer.ok(Shapes.action(
                actions.update(action(call).ref().toString(), document(fields), files(fields), call.principal())));
    }

    public Answer delete(Call call) {
        boolean removeFiles = call.fields().onlyOf(Set.of("remove_files")).flag("remove_files", false);
        actions.delete(action(call).ref().toString(), removeFiles, call.principal());
        return Answer.noContent();
    }

    public Answer clone(Call call) {
        Fields fields = call.fields().onlyOf(Set.of("dest_pack", "dest_action", "overwrite"));
        Ref copy = Ref.of(fields.text("dest_pack"), fields.text("dest_action"));
        return Answer.json(
                201,
                Shapes.action(actions.clone(
                        action(call).ref().toString(), copy, fields.flag("overwrite", false), call.principal())));
    }

    /** Answers show empty values where an action has none, and clients send them back. */
    private static Map<String, @Nullable Object> document(Fields fields) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>(fields.values());
        document.remove(DATA_FILES);
        List.of("notify", "output_schema").forEach(key -> document.remove(key, Map.of()));
        return document;
    }

    private static List<DataFile> files(Fields fields) {
        Object value = fields.values().get(DATA_FILES);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw DroverException.invalid(
                    "Expected a list of files as '" + DATA_FILES + "', each {file_path, content}.");
        }
        List<DataFile> files = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw DroverException.invalid("Expected each of '" + DATA_FILES + "' to be {file_path, content}.");
            }
            Fields file = new Fields(JsonValues.copyOf(map)).onlyOf(Set.of("file_path", "content"));
            files.add(new DataFile(file.text("file_path"), file.text("content")));
        }
        return files;
    }

    private Action action(Call call) {
        String refOrId = call.at("ref");
        return catalog.action(refOrId).orElseThrow(() -> Failures.noResource(refOrId));
    }
}

package io.drover.expressions.workflow;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.stackstorm.StackStormFilters;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.JsonText;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.MethodTable;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions that a workflow's expressions have wherever they stand, in both languages; in Jinja2 they are filters as well. */
final class WorkflowFunctions {
    private WorkflowFunctions() {}

    static Map<String, ExpressionFunction> everywhere() {
        Map<String, ExpressionFunction> functions = new HashMap<>(StackStormFilters.functions());
        functions.remove("decrypt_kv");
        functions.remove("to_complex");
        functions.put("json_parse", known(functions, "from_json_string"));
        functions.put("json_dump", known(functions, "to_json_string"));
        functions.put("yaml_parse", known(functions, "from_yaml_string"));
        functions.put("yaml_dump", known(functions, "to_yaml_string"));
        functions.putAll(new MethodTable()
                .with("json(s)", WorkflowFunctions::json)
                .with("zip(*lists, **options)", WorkflowFunctions::zip)
                .functions());
        return Map.copyOf(functions);
    }

    private static ExpressionFunction known(Map<String, ExpressionFunction> functions, String name) {
        return Objects.requireNonNull(functions.get(name));
    }

    private static @Nullable Object json(Meter meter, @Nullable Object[] a) {
        if (a[0] instanceof Map) {
            return a[0];
        }
        if (!Value.isText(a[0])) {
            throw new ExpressionException("TypeError", "Given object is not typeof string.");
        }
        return JsonText.read(Value.text(a[0], "JSON"), meter);
    }

    private static @Nullable Object zip(Meter meter, @Nullable Object[] a) {
        List<?> lists = (List<?>) Objects.requireNonNull(a[0]);
        Map<?, ?> options = (Map<?, ?>) Objects.requireNonNull(a[1]);
        List<List<@Nullable Object>> columns = lists.stream()
                .<List<@Nullable Object>>map(list -> list == null ? new PythonList() : Iteration.list(list, meter))
                .toList();
        if (lists.size() == 1) {
            return lists.get(0) == null ? new PythonList() : lists.get(0);
        }
        int longest = columns.stream().mapToInt(List::size).max().orElse(0);
        meter.steps((long) longest * columns.size());
        PythonList rows = new PythonList(longest);
        for (int i = 0; i < longest; i++) {
            int row = i;
            rows.add(Tuple.of(columns.stream()
                    .map(column -> row < column.size() ? column.get(row) : options.get("pad"))
                    .toArray()));
        }
        return rows;
    }
}

package io.drover.expressions.stackstorm;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.JsonPath;
import io.drover.expressions.value.JsonText;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.MethodTable;
import io.drover.expressions.value.PythonJson;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Regex;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filters that StackStorm adds wherever Jinja2 is used, named and behaving as there. */
public final class StackStormFilters {
    /** What {@code use_none} makes of null, so that it survives rendering to text; casting a parameter turns it back. */
    public static final String NONE_MARKER = "%*****__%NONE%__*****%";

    private StackStormFilters() {}

    /** All of them by name. {@code decrypt_kv} fails until it is replaced by one that has the datastore at hand. */
    public static Map<String, ExpressionFunction> functions() {
        return new MethodTable()
                .with("decrypt_kv(value)", (meter, a) -> {
                    throw new ExpressionException(
                            "ValueError",
                            "decrypt_kv needs the datastore, which is not at hand where this text is rendered");
                })
                .with("from_json_string(value)", (meter, a) -> JsonText.read(PythonText.str(a[0], meter), meter))
                .with("from_yaml_string(value)", (meter, a) -> YamlText.read(PythonText.str(a[0], meter), meter))
                .with(
                        "to_json_string(value, indent=None, sort_keys=False, separators=(',', ': '))",
                        StackStormFilters::toJson)
                .with(
                        "to_yaml_string(value, indent=None, allow_unicode=True)",
                        (meter, a) -> YamlText.write(
                                a[0],
                                a[1] == null ? null : (Long) Value.integer(a[1], "indent"),
                                Value.isTrue(a[2]),
                                meter))
                .with("to_complex(value)", (meter, a) -> PythonJson.write(a[0], PythonJson.Layout.PLAIN, meter))
                .with(
                        "json_escape(value)",
                        (meter, a) -> jsonEscape(PythonJson.write(a[0], PythonJson.Layout.PLAIN, meter)))
                .with("jsonpath_query(value, query)", StackStormFilters::jsonPath)
                .with("use_none(value)", (meter, a) -> a[0] == null ? NONE_MARKER : Undefined.refuse(a[0]))
                .with(
                        "regex_match(value, pattern, ignorecase=False)",
                        (meter, a) -> regex(a, 2, meter).matchesAtStart(PythonText.str(a[0], meter), meter))
                .with(
                        "regex_search(value, pattern, ignorecase=False)",
                        (meter, a) -> regex(a, 2, meter).search(PythonText.str(a[0], meter), meter))
                .with(
                        "regex_replace(value, pattern, replacement, ignorecase=False)",
                        (meter, a) -> regex(a, 3, meter)
                                .replaceAll(PythonText.str(a[0], meter), PythonText.str(a[2], meter), meter))
                .with("regex_substring(value, pattern, result_index=0, ignorecase=False)", (meter, a) -> {
                    List<@Nullable Object> found = regex(a, 3, meter).findAll(PythonText.str(a[0], meter), meter);
                    long index = Value.integer(a[2], "result_index");
                    long absolute = index < 0 ? index + found.size() : index;
                    if (absolute < 0 || absolute >= found.size()) {
                        throw new ExpressionException(
                                "IndexError",
                                "regex_substring: result_index is " + index + " but the pattern matched " + found.size()
                                        + " times");
                    }
                    return found.get((int) absolute);
                })
                .with("to_human_time_from_seconds(seconds)", (meter, a) -> HumanTime.of(Undefined.refuse(a[0])))
                .with("version_compare(value, pattern)", (meter, a) ->
                        (long) Integer.signum(version(a[0]).compareTo(version(a[1]))))
                .with(
                        "version_more_than(value, pattern)",
                        (meter, a) -> version(a[0]).compareTo(version(a[1])) > 0)
                .with(
                        "version_less_than(value, pattern)",
                        (meter, a) -> version(a[0]).compareTo(version(a[1])) < 0)
                .with(
                        "version_equal(value, pattern)",
                        (meter, a) -> version(a[0]).compareTo(version(a[1])) == 0)
                .with(
                        "version_match(value, pattern)",
                        (meter, a) -> version(a[0]).matches(Value.text(a[1], "a version pattern")))
                .with("version_bump_major(value)", (meter, a) -> version(a[0]).nextMajor())
                .with("version_bump_minor(value)", (meter, a) -> version(a[0]).nextMinor())
                .with("version_bump_patch(value)", (meter, a) -> version(a[0]).nextPatch())
                .with(
                        "version_strip_patch(value)",
                        (meter, a) ->
                                version(a[0]).major() + "." + version(a[0]).minor())
                .with("basename(path)", (meter, a) -> {
                    String path = Value.text(a[0], "a path");
                    return path.substring(path.lastIndexOf('/') + 1);
                })
                .with("dirname(path)", (meter, a) -> dirname(Value.text(a[0], "a path")))
                .functions();
    }

    private static SemanticVersion version(@Nullable Object value) {
        return SemanticVersion.parse(Value.text(value, "a version"));
    }

    private static Regex regex(@Nullable Object[] a, int ignoreCase, Meter meter) {
        return Regex.compile(PythonText.str(a[1], meter), Value.isTrue(a[ignoreCase]));
    }

    private static Object toJson(Meter meter, @Nullable Object[] a) {
        List<@Nullable Object> separators = Iteration.list(a[3], meter);
        if (separators.size() != 2) {
            throw new ExpressionException(
                    "ValueError", "separators are two texts: between elements, and between key and value");
        }
        String indent =
                a[1] == null ? null : " ".repeat((int) Math.max(0, Math.min(1000, Value.integer(a[1], "indent"))));
        return PythonJson.write(
                a[0],
                new PythonJson.Layout(
                        indent,
                        Value.isTrue(a[2]),
                        Value.text(separators.get(0), "a separator"),
                        Value.text(separators.get(1), "a separator")),
                meter);
    }

    /** JSON without the quotation marks around it. */
    private static String jsonEscape(String json) {
        int start = 0;
        int end = json.length();
        while (start < end && json.charAt(start) == '"') {
            start++;
        }
        while (end > start && json.charAt(end - 1) == '"') {
            end--;
        }
        return json.substring(start, end);
    }

    private static @Nullable Object jsonPath(Meter meter, @Nullable Object[] a) {
        Object value = Undefined.refuse(a[0]);
        List<@Nullable Object> found =
                JsonPath.parse(Value.text(a[1], "a JSONPath")).find(value, meter);
        return found.isEmpty() ? null : new PythonList(found);
    }

    private static String dirname(String path) {
        String head = path.substring(0, path.lastIndexOf('/') + 1);
        int end = head.length();
        while (end > 0 && head.charAt(end - 1) == '/') {
            end--;
        }
        return end == 0 ? head : head.substring(0, end);
    }
}

package io.drover.restapi.reports;

import io.drover.model.error.DroverException;
import io.drover.restapi.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as the text of a file. */
sealed interface RowText {
    /** {@return what a caller calls the format} */
    static RowText of(String format) {
        return switch (format) {
            case "csv" -> new Csv();
            case "json" -> new JsonArray();
            default ->
                throw DroverException.invalid("Expected 'csv' or 'json' as 'format', but found '" + format + "'.");
        };
    }

    String contentType();

    String head(List<String> columns);

    /**
     * Makes a row.
     *
     * @param number of the row, from 0
     */
    String row(long number, List<@Nullable Object> values);

    /**
     * Makes the end.
     *
     * @param rows how many there were
     */
    String tail(long rows);

    /** As RFC 4180 says: lines end with CR LF; what holds a comma, a quote or the end of a line stands in quotes. */
    record Csv() implements RowText {
        private static final String LINE_END = "\r\n";

        @Override
        public String contentType() {
            return "text/csv; charset=utf-8; header=present";
        }

        @Override
        public String head(List<String> columns) {
            return line(new ArrayList<>(columns));
        }

        @Override
        public String row(long number, List<@Nullable Object> values) {
            return line(values);
        }

        @Override
        public String tail(long rows) {
            return "";
        }

        private static String line(List<? extends @Nullable Object> values) {
            StringBuilder line = new StringBuilder(values.size() * 16);
            for (int i = 0; i < values.size(); i++) {
                line.append(i == 0 ? "" : ",").append(cell(values.get(i)));
            }
            return line.append(LINE_END).toString();
        }

        /** Nothing at all stands for an absent value; a text without characters stands in quotes. */
        private static String cell(@Nullable Object value) {
            if (value == null) {
                return "";
            }
            String text = value instanceof Map || value instanceof Collection
                    ? new String(Json.write(value), StandardCharsets.UTF_8)
                    : value.toString();
            boolean plain =
                    !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
        }
    }

    /** An array of objects, one in each line; of columns of one name, the later ones get a number. */
    final class JsonArray implements RowText {
        private final List<String> names = new ArrayList<>();

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public String head(List<String> columns) {
            for (String column : columns) {
                String name = column;
                for (int number = 2; names.contains(name); number++) {
                    name = column + "_" + number;
                }
                names.add(name);
            }
            return "[";
        }

        @Override
        public String row(long number, List<@Nullable Object> values) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), values.get(i));
            }
            return (number == 0 ? "\n" : ",\n") + new String(Json.write(row), StandardCharsets.UTF_8);
        }

        @Override
        public String tail(long rows) {
            return "\n]\n";
        }
    }
}

package io.drover.expressions.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the variables that the grammars know: the same names and kinds each time, with other values. */
final class RandomData {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "abc",
            "Hello World",
            "two words, and more",
            "naïve ☃",
            "😀 smile",
            "ÀÉ straße",
            "42",
            "-7",
            "3.14",
            "0x1F",
            "1e5",
            " padded ",
            "line one\nline two\n",
            "tab\there",
            "it's \"quoted\"",
            "<a href=\"x\">&amp;</a>",
            "http://example.com/a?b=c",
            "snake_case-and.dots",
            "UPPER",
            "a,b,,c",
            "true",
            "none");
    private static final List<Long> INTS = List.of(0L, 1L, 2L, 3L, 5L, 10L, 99L, 1024L, -1L, -8L, 65_535L, 1L << 40);
    private static final List<Double> FLOATS =
            List.of(0.0, 1.0, 0.5, 2.5, -1.5, 3.14159, 1e-5, 1e10, 123456.789, -0.001, 1e17, 0.1);
    private static final List<String> NAMES = List.of("web1", "db1", "Cache", "web2", "é", "queue");

    private final Random random;

    RandomData(Random random) {
        this.random = random;
    }

    Map<String, @Nullable Object> next() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("i", any(INTS));
        data.put("j", (long) random.nextInt(20) - 10);
        data.put("x", any(FLOATS));
        data.put("s", any(TEXTS));
        data.put("t", any(TEXTS));
        data.put("b", random.nextBoolean());
        data.put("n", null);
        data.put("l", list(5, () -> value(2)));
        data.put("li", list(5, () -> any(INTS)));
        data.put("ls", list(4, () -> any(TEXTS)));
        data.put("d", dict());
        data.put("recs", records());
        return data;
    }

    private Map<String, @Nullable Object> dict() {
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("text", any(TEXTS));
        dict.put("int", any(INTS));
        dict.put("float", any(FLOATS));
        dict.put("some key", value(1));
        dict.put("list", list(3, () -> value(1)));
        dict.put("dict", Map.of("k", any(TEXTS)));
        if (random.nextBoolean()) {
            dict.put("a", value(1));
        }
        return dict;
    }

    private List<@Nullable Object> records() {
        return list(4, () -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("name", any(NAMES));
            one.put("port", 1L + random.nextInt(9));
            one.put("up", random.nextBoolean());
            one.put("tags", list(3, () -> any(NAMES)));
            return one;
        });
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3 -> any(INTS);
            case 4 -> any(FLOATS);
            case 5 -> any(TEXTS);
            case 6 -> list(3, () -> value(depth - 1));
            default -> {
                Map<String, @Nullable Object> dict = new LinkedHashMap<>();
                dict.put("k", value(depth - 1));
                dict.put("name", any(NAMES));
                yield dict;
            }
        };
    }

    private List<@Nullable Object> list(int most, Supplier<? extends @Nullable Object> element) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

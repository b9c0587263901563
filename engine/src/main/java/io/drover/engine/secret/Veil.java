package io.drover.engine.secret;

import io.drover.engine.schema.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Covers secret texts wherever they stand. */
public final class Veil {
    /** What stands in every shown or stored form where a secret stood. */
    public static final String MASK = "********";

    /** Shorter ones stand everywhere by chance. */
    private static final int SHORTEST = 4;

    private static final Veil NONE = new Veil(List.of());

    /** The longest first, as one may be a part of another. */
    private final List<String> texts;

    private Veil(List<String> texts) {
        this.texts = texts;
    }

    /** {@return a veil over the texts and numbers in the given values, as they are, in JSON and in addresses} */
    public static Veil over(Collection<? extends @Nullable Object> secrets) {
        if (secrets.isEmpty()) {
            return NONE;
        }
        Collection<String> texts = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        secrets.forEach(secret -> collect(secret, texts));
        return new Veil(List.copyOf(texts));
    }

    private static void collect(@Nullable Object value, Collection<String> texts) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(member -> collect(member, texts));
        } else if (value instanceof Collection<?> list) {
            list.forEach(element -> collect(element, texts));
        } else if (value instanceof String || value instanceof Number) {
            String text = value.toString();
            // a program may print a key line by line
            text.lines().forEach(line -> collect(line, texts));
            collect(text, texts);
        }
    }

    private static void collect(String text, Collection<String> texts) {
        if (text.length() < SHORTEST) {
            return;
        }
        String json = Json.write(text);
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        texts.addAll(List.of(text, json.substring(1, json.length() - 1), encoded, encoded.replace("+", "%20")));
    }

    /** {@return a text with a mask in the place of each secret} */
    public String masked(String text) {
        String masked = text;
        for (String secret : texts) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /** {@return an object whose texts, keys and numbers are masked} */
    public Map<String, @Nullable Object> masked(Map<String, ? extends @Nullable Object> object) {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        object.forEach((name, value) -> masked.put(masked(name), maskedValue(value)));
        return masked;
    }

    private @Nullable Object maskedValue(@Nullable Object value) {
        if (value instanceof String text) {
            return masked(text);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> masked = new LinkedHashMap<>();
            map.forEach((name, member) -> masked.put(masked(String.valueOf(name)), maskedValue(member)));
            return masked;
        }
        if (value instanceof Collection<?> list) {
            List<@Nullable Object> masked = new ArrayList<>(list.size());
            list.forEach(element -> masked.add(maskedValue(element)));
            return masked;
        }
        return value instanceof Number && texts.contains(value.toString()) ? MASK : value;
    }

    /** {@return a value, where each text that holds a secret is nothing but a mask; the same where none does} */
    public @Nullable Object covered(@Nullable Object value) {
        if (value instanceof String text) {
            return texts.stream().anyMatch(text::contains) ? MASK : text;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> covered = new LinkedHashMap<>();
            map.forEach((name, member) -> covered.put(String.valueOf(name), covered(member)));
            return covered.keySet().stream().anyMatch(name -> covered(name) == MASK) ? MASK : covered;
        }
        if (value instanceof Collection<?> list) {
            List<@Nullable Object> covered = new ArrayList<>(list.size());
            list.forEach(element -> covered.add(covered(element)));
            return covered;
        }
        return value instanceof Number && texts.contains(value.toString()) ? MASK : value;
    }

    /**
     * Says how much of a text can be masked before its continuation is known.
     *
     * @return where the part begins that may be the beginning of a secret; the text's length where none is
     */
    public int settled(String text) {
        int cut = text.length();
        for (String secret : texts) {
            for (int at = Math.max(0, text.length() - secret.length() + 1); at < cut; at++) {
                if (text.regionMatches(at, secret, 0, text.length() - at)) {
                    cut = at;
                }
            }
        }
        int before;
        do {
            before = cut;
            for (String secret : texts) {
                int at = text.indexOf(secret, Math.max(0, cut - secret.length() + 1));
                if (at >= 0 && at < cut && at + secret.length() > cut) {
                    cut = at;
                }
            }
        } while (cut < before);
        return cut;
    }
}

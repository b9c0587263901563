package io.drover.expressions.value;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was made from a text, kept for the texts used last. Thread-safe; holds at most twice the given number of entries and no very long texts. */
public final class TextCache<V> {
    private static final int LONGEST_TEXT = 32 * 1024;

    private final int generationSize;
    private volatile Map<String, V> young = new ConcurrentHashMap<>();
    private volatile Map<String, V> old = new ConcurrentHashMap<>();

    /** A cache of two generations of this many entries each. */
    public TextCache(int generationSize) {
        this.generationSize = generationSize;
    }

    /** What was made from the text before, or made now. A failure to make it is not kept. */
    public V get(String text, Function<String, V> maker) {
        V known = young.get(text);
        if (known != null) {
            return known;
        }
        @Nullable V earlier = old.get(text);
        V value = earlier != null ? earlier : maker.apply(text);
        if (text.length() <= LONGEST_TEXT) {
            keep(text, value);
        }
        return value;
    }

    private void keep(String text, V value) {
        Map<String, V> current = young;
        if (current.size() >= generationSize) {
            old = current;
            current = new ConcurrentHashMap<>();
            young = current;
        }
        current.put(text, value);
    }

    int size() {
        return young.size() + old.size();
    }
}

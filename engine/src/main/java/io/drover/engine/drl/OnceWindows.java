package io.drover.engine.drl;

import io.drover.model.pack.Ref;
import io.drover.model.rule.OnceWindow;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The windows within which the rules of a pack ask for nothing more under a key, as this node knows them: those that are
 * open, and those that are over but still stored.
 */
final class OnceWindows {
    private final Map<Name, OnceWindow> newest = new HashMap<>();
    private final SortedSet<OnceWindow> byEnd = new TreeSet<>(Comparator.comparing(OnceWindow::until)
            .thenComparing(OnceWindow::rule)
            .thenComparing(OnceWindow::key));

    private record Name(Ref rule, String key) {
        static Name of(OnceWindow window) {
            return new Name(window.rule(), window.key());
        }
    }

    /** Knows no others any more. */
    void replace(Collection<OnceWindow> stored) {
        newest.clear();
        byEnd.clear();
        stored.forEach(this::put);
    }

    void put(OnceWindow window) {
        OnceWindow before = newest.put(Name.of(window), window);
        if (before != null) {
            byEnd.remove(before);
        }
        byEnd.add(window);
    }

    boolean isOpen(Ref rule, String key, Instant at) {
        OnceWindow window = newest.get(new Name(rule, key));
        return window != null && at.isBefore(window.until());
    }

    /** {@return windows that are over at a moment, those that ended first} */
    List<OnceWindow> over(Instant at, int most) {
        return byEnd.stream()
                .takeWhile(window -> !at.isBefore(window.until()))
                .limit(most)
                .toList();
    }

    void forget(Collection<OnceWindow> over) {
        for (OnceWindow window : over) {
            if (newest.remove(Name.of(window), window)) {
                byEnd.remove(window);
            }
        }
    }
}

package io.drover.engine.drools;

import io.drover.engine.match.MatchedRule;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A beginning that several rules have in common. Drools makes one node of it, whose test then speaks for all of them: this
 * tells which they are.
 */
final class Prefix {
    private final @Nullable Prefix parent;
    private final String constraint;
    private final Map<String, Prefix> longer = new HashMap<>(2);
    private final Set<MatchedRule> ending = new LinkedHashSet<>(2);

    private Prefix(@Nullable Prefix parent, String constraint) {
        this.parent = parent;
        this.constraint = constraint;
    }

    static Prefix root() {
        return new Prefix(null, "");
    }

    /** {@return this beginning and one constraint more} */
    Prefix then(String next) {
        return longer.computeIfAbsent(next, text -> new Prefix(this, text));
    }

    void add(MatchedRule rule) {
        ending.add(rule);
    }

    void remove(MatchedRule rule) {
        ending.remove(rule);
        Prefix unused = this;
        while (unused.parent != null && unused.ending.isEmpty() && unused.longer.isEmpty()) {
            unused.parent.longer.remove(unused.constraint);
            unused = unused.parent;
        }
    }

    /** Visits all rules that begin so. */
    void forEachRule(Consumer<MatchedRule> visitor) {
        ending.forEach(visitor);
        longer.values().forEach(prefix -> prefix.forEachRule(visitor));
    }
}

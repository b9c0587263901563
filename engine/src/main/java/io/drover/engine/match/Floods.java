package io.drover.engine.match;

import io.drover.engine.match.Overruns.Revision;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts by the minute how often rules match, so that one that floods all that comes behind it is known. Used by one thread. */
public final class Floods {
    private static final long MINUTE = 60;

    private final int most;
    private final Map<Ref, Counted> byRule = new HashMap<>();
    private final List<Revision> flooding = new ArrayList<>();

    /** How often a revision matched within a minute. */
    private static final class Counted {
        private int revision;
        private long minute;
        private int count;
    }

    /**
     * Nothing was counted yet.
     *
     * @param most a rule that matches more often within a minute floods
     */
    public Floods(int most) {
        this.most = most;
    }

    /**
     * Counts a match.
     *
     * @param at by which clock ever; one that is earlier than the one before counts as of the same minute
     */
    public void add(Ref rule, int revision, Instant at) {
        Counted counted = byRule.computeIfAbsent(rule, first -> new Counted());
        long minute = Math.floorDiv(at.getEpochSecond(), MINUTE);
        if (counted.revision != revision || minute > counted.minute) {
            counted.revision = revision;
            counted.minute = minute;
            counted.count = 0;
        }
        counted.count++;
        if (counted.count == most + 1) {
            flooding.add(new Revision(rule, revision));
        }
    }

    /** {@return the rules that flood, until each is {@link #forget forgotten}} */
    public List<Revision> flooding() {
        return flooding.isEmpty() ? List.of() : List.copyOf(flooding);
    }

    /** Forgets a rule that went. */
    public void forget(Revision rule) {
        flooding.remove(rule);
        byRule.remove(rule.rule());
    }

    /** {@return why one that floods has to go} */
    public String reason() {
        return "it matched more than " + most + " times within a minute (rule.most-matches)";
    }
}

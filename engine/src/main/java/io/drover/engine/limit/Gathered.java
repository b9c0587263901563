package io.drover.engine.limit;

import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Matches that are kept in order to become one.
 *
 * @param first when the first was kept, which opened the window
 * @param last when the last was kept
 * @param matches how many they are
 * @param total how many events they have
 * @param once of the first of them
 * @param members their events, at most the newest {@link Match#MOST_SHOWN}
 * @param newest the last of them, without members
 * @param due when they become one
 */
record Gathered(
        Instant first,
        Instant last,
        long matches,
        long total,
        String once,
        List<Match.Member> members,
        Match newest,
        Instant due)
        implements LimitState {
    private static final String TOTAL = "events_total";

    static Gathered of(Match match, Instant now) {
        return new Gathered(
                now, now, 1, total(match), match.once(), newest(match.members()), without(match), Instant.MAX);
    }

    Gathered and(Match match, Instant now) {
        List<Match.Member> all =
                new ArrayList<>(members.size() + match.members().size());
        all.addAll(members);
        all.addAll(match.members());
        return new Gathered(first, now, matches + 1, total + total(match), once, newest(all), without(match), due);
    }

    Gathered dueAt(Instant moment) {
        return new Gathered(first, last, matches, total, once, members, newest, moment);
    }

    /** {@return the one match that they become, of the revision that is in force now} */
    Match merged(String limit, int revision, Instant at) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(newest.shown());
        shown.put(TOTAL, total);
        return new Match(
                newest.rule(),
                revision,
                newest.key(),
                newest.shownKey(),
                at,
                members,
                newest.newest(),
                shown,
                once + "/" + limit + "/" + first);
    }

    private static long total(Match match) {
        return match.shown().get(TOTAL) instanceof Number number
                ? number.longValue()
                : match.members().size();
    }

    private static List<Match.Member> newest(List<Match.Member> members) {
        int over = members.size() - Match.MOST_SHOWN;
        return over <= 0 ? List.copyOf(members) : List.copyOf(members.subList(over, members.size()));
    }

    private static Match without(Match match) {
        return new Match(
                match.rule(),
                match.revision(),
                match.key(),
                match.shownKey(),
                match.at(),
                List.of(),
                match.newest(),
                match.shown(),
                match.once());
    }

    @Override
    public Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("first", first.toString());
        document.put("last", last.toString());
        document.put("matches", matches);
        document.put("total", total);
        document.put("once", once);
        document.put("key", newest.key());
        document.put("shown_key", newest.shownKey());
        document.put("shown", newest.shown());
        document.put(Stored.EVENT, newest.newest().id());
        document.put(
                Stored.MEMBERS,
                members.stream()
                        .map(member -> List.of(member.name(), member.event().id()))
                        .toList());
        return document;
    }

    /** Reads what was stored; null where none of the events is there any more. */
    static @Nullable Gathered of(Ref rule, int revision, Stored stored) {
        List<Match.Member> members = stored.members();
        TriggerInstance last = stored.event();
        if (last == null && !members.isEmpty()) {
            last = members.get(members.size() - 1).event();
        }
        if (last == null) {
            return null;
        }
        Match newest = new Match(
                rule,
                revision,
                stored.text("key"),
                stored.document().get("shown_key"),
                stored.time("last"),
                List.of(),
                last,
                stored.object("shown"),
                stored.text("once"));
        return new Gathered(
                stored.time("first"),
                stored.time("last"),
                stored.number("matches"),
                stored.number("total"),
                stored.text("once"),
                members,
                newest,
                Instant.MAX);
    }

    @Override
    public int size() {
        return Math.max(1, members.size());
    }

    @Override
    public Stream<TriggerInstance> events() {
        return Stream.concat(members.stream().map(Match.Member::event), Stream.of(newest.newest()));
    }
}

package io.drover.engine.correlate.plane;

import io.drover.engine.correlate.Correlation;
import io.drover.engine.follow.Term;
import io.drover.engine.match.Overruns.Revision;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Transaction;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of the rules of a pack at one moment, read only as far as they may hold that much: where an earlier life ran out of
 * memory, this one does not, and knows which rule has to go.
 *
 * @param over the rules of which there is too much, with the reason; nothing is read of them
 * @param unwanted other rules that are run no more, of which something is stored
 */
record StoredRules(
        ProgramCursor cursor,
        List<RuleState> states,
        Map<String, TriggerInstance> events,
        Map<Revision, String> over,
        Set<Ref> unwanted) {

    /** Reads them, where there is not too much: that has to go first. */
    static StoredRules read(Transaction transaction, String pack, Term term, Wanted wanted, long most) {
        Map<Ref, Long> rows = transaction.ruleStates().counts(pack);
        Set<Ref> unwanted = new HashSet<>(rows.keySet());
        unwanted.removeAll(wanted.rules().keySet());
        rows.keySet().removeAll(unwanted);
        Reading reading = new Reading(transaction, wanted, rows, most);
        reading.read();
        List<RuleState> states = reading.states();
        return new StoredRules(
                term.cursor(transaction),
                states,
                transaction.triggerInstances().findAll(reading.events()).stream()
                        .collect(Collectors.toMap(TriggerInstance::id, event -> event)),
                reading.over,
                unwanted);
    }

    /** Reads rule after rule, and leaves the one out that holds most as soon as there is too much. */
    private static final class Reading {
        private static final int AT_ONCE = 1_000;

        private final Transaction transaction;
        private final Wanted wanted;
        private final long most;
        private final Map<Ref, Long> sizes;
        private final Map<Ref, List<RuleState>> states = new TreeMap<>();
        private final Map<Ref, Set<String>> events = new TreeMap<>();
        private final Map<Revision, String> over = new LinkedHashMap<>();

        /** @param rows how many are stored, by rule: each is an event, or stands for a key without one */
        Reading(Transaction transaction, Wanted wanted, Map<Ref, Long> rows, long most) {
            this.transaction = transaction;
            this.wanted = wanted;
            this.sizes = new TreeMap<>(rows);
            // a few of them are over, and go with the next commits
            this.most = most + most / 8;
        }

        void read() {
            leaveOut();
            for (Ref rule : List.copyOf(sizes.keySet())) {
                read(rule);
            }
        }

        private void read(Ref rule) {
            long rows = sizes.getOrDefault(rule, 0L);
            long size = 0;
            List<RuleState> page = next(rule, null);
            while (!page.isEmpty() && sizes.containsKey(rule)) {
                states.computeIfAbsent(rule, first -> new ArrayList<>()).addAll(page);
                Set<String> ids = events.computeIfAbsent(rule, first -> new HashSet<>());
                for (RuleState state : page) {
                    Set<String> some = Correlation.events(state);
                    ids.addAll(some);
                    size += some.size();
                }
                sizes.put(rule, Math.max(rows, size));
                leaveOut();
                page = page.size() < AT_ONCE
                        ? List.of()
                        : next(rule, page.get(page.size() - 1).name());
            }
        }

        private List<RuleState> next(Ref rule, RuleState.@Nullable Name after) {
            return transaction.ruleStates().next(rule, after, AT_ONCE);
        }

        private void leaveOut() {
            while (sizes.values().stream().mapToLong(Long::longValue).sum() > most) {
                Map.Entry<Ref, Long> greatest = sizes.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow();
                Ref rule = greatest.getKey();
                ActiveRule active = wanted.rules().get(rule);
                if (active != null) {
                    over.put(
                            new Revision(rule, active.revision()),
                            "it has stored " + greatest.getValue()
                                    + " events or more, more than any other, and the rules of"
                                    + " its pack hold more than they may at their start (rule.most-held, DROVER_HEAP)");
                }
                sizes.remove(rule);
                states.remove(rule);
                events.remove(rule);
            }
        }

        List<RuleState> states() {
            return states.values().stream().flatMap(List::stream).toList();
        }

        /** {@return the ids of the events to which they refer} */
        Set<String> events() {
            Set<String> all = new HashSet<>();
            events.values().forEach(all::addAll);
            return all;
        }
    }
}

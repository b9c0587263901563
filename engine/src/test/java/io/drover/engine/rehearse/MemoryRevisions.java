package io.drover.engine.rehearse;

import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.RuleRevisions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Revisions of rules by rule and number. */
record MemoryRevisions(Table<RuleRevision> revisions) implements RuleRevisions {

    @Override
    public void append(RuleRevision revision) {
        revisions.insert(revision.rule() + "/" + revision.number(), revision);
    }

    @Override
    public List<RuleRevision> current() {
        Map<Ref, RuleRevision> newest = new TreeMap<>();
        revisions.stream().forEach(revision -> newest.put(revision.rule(), revision));
        return List.copyOf(newest.values());
    }

    @Override
    public Optional<RuleRevision> current(Ref rule) {
        return last(list(rule));
    }

    @Override
    public Optional<RuleRevision> find(Ref rule, int number) {
        return revisions.find(rule + "/" + number);
    }

    @Override
    public Optional<RuleRevision> inForce(Ref rule, long version) {
        return last(list(rule).stream()
                .filter(revision -> revision.effectiveFrom() <= version)
                .toList());
    }

    @Override
    public List<RuleRevision> inForce(long version) {
        return current().stream()
                .flatMap(newest -> inForce(newest.rule(), version).stream())
                .toList();
    }

    private static Optional<RuleRevision> last(List<RuleRevision> some) {
        return some.isEmpty() ? Optional.empty() : Optional.of(some.get(some.size() - 1));
    }

    @Override
    public List<RuleRevision> list(Ref rule) {
        return revisions.stream()
                .filter(revision -> revision.rule().equals(rule))
                .toList();
    }
}

package io.drover.engine.register;

import io.drover.engine.access.Asked;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.model.audit.AuditRecord;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.store.Contents.Content;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What packs brought, as the database has it: compares that with what they bring now, and records the difference. */
final class ContentBook {
    private static final List<Kind> KINDS =
            List.of(Kind.PACK, Kind.CONFIG, Kind.ACTION, Kind.TRIGGER_TYPE, Kind.SENSOR, Kind.POLICY);

    /** What the API makes too. */
    private static final Set<Kind> MADE = EnumSet.of(Kind.ACTION, Kind.POLICY);

    private final Committer committer;
    private final Map<String, Stored> stored = new HashMap<>();

    /** What is known of a row without its document. */
    private record Stored(Kind kind, Ref ref, String hash, boolean enabled) {
        static Stored of(Content content) {
            return new Stored(content.kind(), content.ref(), content.hash(), content.enabled());
        }
    }

    /** One row that changes, and what is told of that. */
    private record Step(Kind kind, String uid, Consumer<Transaction> work, AuditRecord audit) {
        static Step put(Content content, AuditRecord audit) {
            return new Step(
                    content.kind(),
                    ContentBook.uid(content),
                    transaction -> transaction.contents().putAll(List.of(content)),
                    audit);
        }

        static Step remove(Stored row, AuditRecord audit) {
            return new Step(
                    row.kind(),
                    ContentBook.uid(row),
                    transaction -> transaction.contents().remove(row.kind(), row.ref()),
                    audit);
        }
    }

    ContentBook(Store store, Committer committer) {
        this.committer = committer;
        KINDS.forEach(kind -> store.read(transaction -> transaction.contents().current(kind)).stream()
                .filter(Content::fromFile)
                .forEach(content -> stored.put(uid(content), Stored.of(content))));
    }

    private static String uid(Content content) {
        return content.kind().uid(content.ref());
    }

    private static String uid(Stored row) {
        return row.kind().uid(row.ref());
    }

    /** {@return the packs of which anything is stored} */
    synchronized Set<String> packs() {
        Set<String> packs = new TreeSet<>();
        stored.values().forEach(row -> packs.add(row.ref().pack()));
        return packs;
    }

    /**
     * Records, in one commit, what changed.
     *
     * @param packs all that is to be stored of each pack; nothing of one that is gone
     */
    synchronized void record(Map<String, List<Content>> packs, String who, Instant now) {
        List<Content> changed = new ArrayList<>();
        Set<String> present = new HashSet<>();
        packs.values()
                .forEach(contents -> contents.forEach(content -> {
                    present.add(uid(content));
                    if (!Stored.of(content).equals(stored.get(uid(content)))) {
                        changed.add(content);
                    }
                }));
        List<Stored> gone = stored.values().stream()
                .filter(row -> packs.containsKey(row.ref().pack()) && !present.contains(uid(row)))
                .toList();
        if (changed.isEmpty() && gone.isEmpty()) {
            return;
        }
        List<Step> steps = new ArrayList<>();
        changed.forEach(content -> steps.add(Step.put(content, audit(content, who, now))));
        gone.forEach(row -> steps.add(Step.remove(row, audit(row, "removed", who, now))));
        Set<String> made = new HashSet<>();
        Outcome unused = committer.commit(Change.of(batch -> batch.also(transaction -> {
            made.clear();
            made.addAll(made(transaction, steps));
            steps.stream().filter(step -> !made.contains(step.uid())).forEach(step -> {
                step.work().accept(transaction);
                batch.append(step.audit());
            });
        })));
        changed.forEach(content -> stored.put(uid(content), Stored.of(content)));
        gone.forEach(row -> stored.remove(uid(row)));
        stored.keySet().removeAll(made);
    }

    /** {@return what the API made of these names, perhaps on another node, and not taken in here yet: its row stays} */
    private static Set<String> made(Transaction transaction, List<Step> steps) {
        Set<Kind> kinds = steps.stream()
                .map(Step::kind)
                .filter(MADE::contains)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
        if (kinds.isEmpty()) {
            return Set.of();
        }
        transaction.registryChanges().hold();
        return kinds.stream()
                .flatMap(kind -> transaction.contents().current(kind).stream())
                .filter(content -> !content.fromFile())
                .map(ContentBook::uid)
                .collect(Collectors.toSet());
    }

    /** Takes a row of a pack's file as it was recorded by somebody else. */
    synchronized void took(Content content) {
        stored.put(uid(content), Stored.of(content));
    }

    /** Forgets rows of a pack's files whose place those have that the API made. */
    synchronized void leave(List<Content> rows) {
        rows.forEach(row -> stored.remove(uid(row)));
    }

    private AuditRecord audit(Content changed, String who, Instant now) {
        String what = stored.containsKey(uid(changed)) ? "changed" : "registered";
        AuditRecord record = audit(Stored.of(changed), what, who, now);
        return PackDocuments.files(changed)
                .map(hash -> record.with("files", hash))
                .orElse(record);
    }

    private static AuditRecord audit(Stored row, String what, String who, Instant now) {
        String subject = row.kind() == Kind.PACK || row.kind() == Kind.CONFIG
                ? row.ref().pack()
                : row.ref().toString();
        String kind = row.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return AuditRecord.of(who, what, kind, subject, null, now)
                .because(who.equals(PackRegistration.FILES) ? "its files" : Asked.WHY);
    }
}

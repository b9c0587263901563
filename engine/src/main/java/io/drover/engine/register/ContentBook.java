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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What packs brought, as the database has it: compares that with what they bring now, and records the difference. */
final class ContentBook {
    private static final List<Kind> KINDS =
            List.of(Kind.PACK, Kind.CONFIG, Kind.ACTION, Kind.TRIGGER_TYPE, Kind.SENSOR, Kind.POLICY);

    private final Committer committer;
    private final Map<String, Stored> stored = new HashMap<>();

    /** What is known of a row without its document. */
    private record Stored(Kind kind, Ref ref, String hash, boolean enabled) {
        static Stored of(Content content) {
            return new Stored(content.kind(), content.ref(), content.hash(), content.enabled());
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
                .filter(row -> packs.containsKey(row.ref().pack())
                        && !present.contains(row.kind().uid(row.ref())))
                .toList();
        if (changed.isEmpty() && gone.isEmpty()) {
            return;
        }
        List<AuditRecord> audit = new ArrayList<>();
        changed.forEach(content -> audit.add(audit(content, who, now)));
        gone.forEach(row -> audit.add(audit(row, "removed", who, now)));
        Outcome unused = committer.commit(Change.of(batch -> {
            batch.also(transaction -> {
                transaction.contents().putAll(changed);
                gone.forEach(row -> transaction.contents().remove(row.kind(), row.ref()));
            });
            audit.forEach(batch::append);
        }));
        changed.forEach(content -> stored.put(uid(content), Stored.of(content)));
        gone.forEach(row -> stored.remove(row.kind().uid(row.ref())));
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

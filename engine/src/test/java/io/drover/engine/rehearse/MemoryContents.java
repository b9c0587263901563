package io.drover.engine.rehearse;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.store.Contents;
import java.util.List;
import java.util.Optional;

/** Registered objects as they are, and as they ever were. */
record MemoryContents(Table<Contents.Content> now, Table<Contents.Content> ever) implements Contents {

    @Override
    public void putAll(List<Content> contents) {
        for (Content content : contents) {
            String uid = content.kind().uid(content.ref());
            now.put(uid, content);
            ever.put(uid + "/" + content.hash(), content);
        }
    }

    @Override
    public void remove(Kind kind, Ref ref) {
        now.remove(kind.uid(ref));
    }

    @Override
    public List<Content> current(Kind kind) {
        return now.stream().filter(content -> content.kind() == kind).toList();
    }

    @Override
    public Optional<Content> revision(Kind kind, Ref ref, String hash) {
        return ever.find(kind.uid(ref) + "/" + hash);
    }
}

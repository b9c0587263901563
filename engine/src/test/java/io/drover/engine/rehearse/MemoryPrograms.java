package io.drover.engine.rehearse;

import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.store.Programs;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How far DRL rules have come and who runs them, by pack; windows by rule and key. */
record MemoryPrograms(
        Table<ProgramCursor> cursors, Table<MemoryPrograms.Owned> owners, Table<OnceWindow> rows, MemoryNodes nodes)
        implements Programs {

    /** @param node null: none */
    record Owned(@Nullable Integer node, long term) {}

    @Override
    public OptionalLong claim(ProgramCursor first, int node, Duration lease) {
        String pack = first.pack();
        Owned before = owners.find(pack).orElse(new Owned(null, 0));
        Integer owner = before.node();
        if (owner != null && owner != node && !nodes.isSilent(owner, lease)) {
            return OptionalLong.empty();
        }
        if (cursors.find(pack).isEmpty()) {
            cursors.put(pack, first);
        }
        owners.put(pack, new Owned(node, before.term() + 1));
        return OptionalLong.of(before.term() + 1);
    }

    @Override
    public boolean isNewest(String pack, long term) {
        return owners.find(pack).filter(owned -> owned.term() == term).isPresent();
    }

    @Override
    public void release(String pack, long term) {
        if (isNewest(pack, term)) {
            owners.put(pack, new Owned(null, term));
        }
    }

    @Override
    public Optional<ProgramCursor> cursor(String pack) {
        return cursors.find(pack);
    }

    @Override
    public boolean put(ProgramCursor cursor, long term) {
        boolean isNewest = isNewest(cursor.pack(), term);
        if (isNewest) {
            cursors.put(cursor.pack(), cursor);
        }
        return isNewest;
    }

    @Override
    public List<OnceWindow> windows(String pack) {
        return rows.stream()
                .filter(window -> window.rule().pack().equals(pack))
                .sorted(Comparator.comparing(OnceWindow::until))
                .toList();
    }

    @Override
    public void put(OnceWindow window) {
        rows.put(key(window), window);
    }

    @Override
    public int forget(List<OnceWindow> over) {
        List<OnceWindow> there = over.stream()
                .filter(window -> rows.find(key(window)).stream().anyMatch(window::equals))
                .toList();
        there.forEach(window -> rows.remove(key(window)));
        return there.size();
    }

    private static String key(OnceWindow window) {
        return window.rule() + " " + window.key();
    }
}

package io.drover.engine.rehearse;

import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.store.Programs;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How far DRL rules have come, by pack; windows by rule and key. */
record MemoryPrograms(Table<ProgramCursor> cursors, Table<OnceWindow> rows) implements Programs {

    @Override
    public Optional<ProgramCursor> cursor(String pack) {
        return cursors.find(pack);
    }

    @Override
    public void put(ProgramCursor cursor) {
        cursors.put(cursor.pack(), cursor);
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

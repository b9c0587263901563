package io.drover.restapi.stream;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The newest frames, which all clients share: each reads on from a place of its own. Thread-safe; nobody waits for anybody.
 * A client that reads so slowly that its place is gone has lost its way.
 */
final class Frames {
    private final @Nullable Frame[] newest;
    private final long mostBytes;
    private long first;
    private long end;
    private long bytes;

    Frames(int most, long mostBytes) {
        this.newest = new Frame[most];
        this.mostBytes = mostBytes;
    }

    synchronized void add(Frame frame) {
        while (first < end
                && (end - first == newest.length || bytes + frame.text().length() > mostBytes)) {
            bytes -= at(first).text().length();
            newest[slot(first++)] = null;
        }
        newest[slot(end++)] = frame;
        bytes += frame.text().length();
    }

    /** {@return the place after the last one} */
    synchronized long end() {
        return end;
    }

    synchronized boolean isLost(long place) {
        return place < first;
    }

    /** {@return some frames from a place on; empty at the end} */
    synchronized List<Frame> from(long place, int some) {
        long to = Math.min(end, place + some);
        List<Frame> found = new ArrayList<>();
        for (long at = Math.max(first, place); at < to; at++) {
            found.add(at(at));
        }
        return found;
    }

    /** {@return the place after the frame with this id, absent where it is not there} */
    synchronized OptionalLong after(String id) {
        for (long place = end; place > first; place--) {
            if (at(place - 1).id().equals(id)) {
                return OptionalLong.of(place);
            }
        }
        return OptionalLong.empty();
    }

    /** Forgets all; places count on. */
    synchronized void clear() {
        while (first < end) {
            newest[slot(first++)] = null;
        }
        bytes = 0;
    }

    private Frame at(long place) {
        return requireNonNull(newest[slot(place)]);
    }

    private int slot(long place) {
        return (int) (place % newest.length);
    }
}

package io.drover.engine.correlate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the rules of all packs hold together. Where that is too much, the part that holds most has to let go: its own thread finds
 * that out with its next event or tick. For any thread.
 */
public final class HeldTogether {
    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final Set<Holdings> parts = ConcurrentHashMap.newKeySet();

    /** @param most what is too much is more than this */
    public HeldTogether(long most) {
        this.most = most;
    }

    /** {@return a part of it, which holds nothing yet} */
    public Holdings part(long mostOfPart) {
        Holdings part = new Holdings(mostOfPart, this);
        parts.add(part);
        return part;
    }

    long most() {
        return most;
    }

    void add(long more) {
        held.addAndGet(more);
    }

    void leave(Holdings part) {
        if (parts.remove(part)) {
            held.addAndGet(-part.held());
        }
    }

    /** {@return whether all hold too much and none holds more than this part} */
    boolean isTooMuchBy(Holdings part) {
        return held.get() > most && parts.stream().noneMatch(other -> other.held() > part.held());
    }
}

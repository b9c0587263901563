package io.drover.restapi.fake;

import io.drover.engine.api.Feed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tells what a test says. */
public final class FakeFeed implements Feed {
    private final List<Told> listeners = new CopyOnWriteArrayList<>();

    /** Tells everybody who listens. */
    public void tell(Happening happening) {
        listeners.forEach(listener -> listener.waiting.add(happening));
    }

    /** {@return how many listen} */
    public int listeners() {
        return listeners.size();
    }

    @Override
    public Listening listen(int most) {
        Told told = new Told();
        listeners.add(told);
        return told;
    }

    private final class Told implements Listening {
        private final BlockingQueue<Happening> waiting = new LinkedBlockingQueue<>();

        @Override
        public List<Happening> next(Duration patience) throws InterruptedException {
            Happening first = waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            List<Happening> all = new ArrayList<>();
            if (first != null) {
                all.add(first);
                waiting.drainTo(all);
            }
            return all;
        }

        @Override
        public boolean missed() {
            return false;
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }
}

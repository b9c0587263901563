package io.drover.engine.register;

import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import io.drover.model.store.Store;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second at something that other nodes on the same database change; there is no such thread where no other node
 * can be.
 */
public final class FollowThread {
    private static final Logger LOG = LoggerFactory.getLogger(FollowThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Runnable look;
    private final boolean isShared;
    private final Repeating thread;

    /** @param name of the thread */
    public FollowThread(String name, Store store, Runnable look) {
        this.isShared = store.isShared();
        this.look = look;
        this.thread = new Repeating(name, PAUSE, this::look);
    }

    public void start() {
        if (isShared) {
            thread.start();
        }
    }

    private @Nullable Duration look() {
        try {
            look.run();
        } catch (DroverException away) {
            LOG.debug("What other nodes changed could not be looked at; it is tried again in a moment.", away);
        } catch (RuntimeException e) {
            LOG.error("What other nodes changed could not be taken in; it is tried again in a moment.", e);
        }
        return PAUSE;
    }

    public void stop() {
        boolean unused = thread.stop();
    }
}

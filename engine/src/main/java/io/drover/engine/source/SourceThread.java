package io.drover.engine.source;

import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds for sources that have gone silent. */
public final class SourceThread {
    private static final Logger LOG = LoggerFactory.getLogger(SourceThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final SourceSilence silence;
    private final Repeating thread = new Repeating("drover-sources", PAUSE, this::look);

    public SourceThread(SourceSilence silence) {
        this.silence = silence;
    }

    public void start() {
        thread.start();
    }

    private @Nullable Duration look() {
        try {
            silence.look();
        } catch (DroverException away) {
            LOG.debug("Sources could not be looked at; it is tried again in a moment.", away);
        } catch (RuntimeException e) {
            LOG.error("Sources could not be looked at; it is tried again in a moment.", e);
        }
        return PAUSE;
    }

    /** Looks no more, and waits until what was begun is done. */
    public void stop() {
        boolean unused = thread.stop();
    }
}

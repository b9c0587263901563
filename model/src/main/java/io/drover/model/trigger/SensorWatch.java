package io.drover.model.trigger;

import io.drover.model.pack.Ref;

/** Is told when sensors start and end. Called by many threads at once, which must not wait for anything. */
public interface SensorWatch {
    /** Does not care. */
    SensorWatch NONE = new SensorWatch() {
        @Override
        public void started(Ref sensor, String file) {}

        @Override
        public void ended(Ref sensor, boolean failed) {}
    };

    /**
     * A sensor has started.
     *
     * @param file the file it lives in, with its pack
     */
    void started(Ref sensor, String file);

    /**
     * A sensor has ended, or did not start.
     *
     * @param failed whether nobody asked it to end
     */
    void ended(Ref sensor, boolean failed);
}

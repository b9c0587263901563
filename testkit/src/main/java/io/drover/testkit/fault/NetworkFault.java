package io.drover.testkit.fault;

import java.time.Duration;

/** What a {@link TcpProxy} does to the connections that go through it. */
public sealed interface NetworkFault {

    /** Everything passes. */
    record None() implements NetworkFault {}

    /** Every piece of data waits this long, in each direction, before it is handed on. */
    record Delay(Duration time) implements NetworkFault {}

    /** A connection is closed once this many bytes, both directions together, went through it since the fault began. */
    record CutAfter(long bytes) implements NetworkFault {}

    /** Open connections are reset (RST, not FIN), and so is every new one. */
    record Reset() implements NetworkFault {}

    /**
     * The network is silent: connections are accepted and stay open, what is sent on them disappears, and a side that
     * closes is not heard of by the other. A connection that lost data this way stays silent after the fault is over.
     */
    record Drop() implements NetworkFault {}

    static NetworkFault none() {
        return new None();
    }

    static NetworkFault delay(Duration time) {
        return new Delay(time);
    }

    static NetworkFault cutAfter(long bytes) {
        return new CutAfter(bytes);
    }

    static NetworkFault reset() {
        return new Reset();
    }

    static NetworkFault drop() {
        return new Drop();
    }
}

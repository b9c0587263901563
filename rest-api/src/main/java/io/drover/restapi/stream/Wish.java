package io.drover.restapi.stream;

import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.function.Predicate;

/** What one client is sent of what it wants, and when that is all. */
interface Wish {

    /** {@return whether the frame is sent} */
    boolean takes(Frame frame);

    /** {@return whether nothing follows the frame} */
    boolean isLast(Frame frame);

    /** {@return what is sent at the very end} */
    Buffer farewell();

    /**
     * Everything that is wanted.
     *
     * @param endEvent the event that ends the stream, once it tells that the execution is completed; empty: none
     */
    record All(Wanted wanted, String endEvent, String endExecution) implements Wish {
        @Override
        public boolean takes(Frame frame) {
            return Streams.isGap(frame) || wanted.lets(frame.head());
        }

        @Override
        public boolean isLast(Frame frame) {
            Head head = frame.head();
            return head.completed()
                    && head.event().equals(endEvent)
                    && head.execution().equals(endExecution);
        }

        @Override
        public Buffer farewell() {
            return Buffer.buffer();
        }
    }

    /** Only what the client may see of what it wants. */
    record Allowed(Wish wish, Predicate<Head> visible) implements Wish {
        @Override
        public boolean takes(Frame frame) {
            return wish.takes(frame) && (Streams.isGap(frame) || visible.test(frame.head()));
        }

        @Override
        public boolean isLast(Frame frame) {
            return wish.isLast(frame);
        }

        @Override
        public Buffer farewell() {
            return wish.farewell();
        }
    }

    /** The rest of an execution's output, of some kinds. */
    record Output(String execution, int from, Set<String> kinds) implements Wish {
        static final Buffer EOF = Buffer.buffer("event: EOF\ndata: ''\n\n");

        @Override
        public boolean takes(Frame frame) {
            return Streams.isGap(frame)
                    || (frame.number() >= from
                            && kinds.contains(frame.kind())
                            && frame.head().execution().equals(execution));
        }

        @Override
        public boolean isLast(Frame frame) {
            return frame.head().completed() && frame.head().execution().equals(execution);
        }

        @Override
        public Buffer farewell() {
            return EOF;
        }
    }
}

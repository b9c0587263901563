package io.drover.restapi.stream;

import io.vertx.core.buffer.Buffer;

/**
 * An event as it is sent.
 *
 * @param id where it stands: the number of its commit, and a number that counts on
 * @param number of a piece of output, its place within the output of its execution; else -1
 * @param kind of a piece of output, where it was written to; else empty
 */
record Frame(String id, Head head, int number, String kind, Buffer text) {

    static Frame of(String id, Head head, int number, String kind, byte[] data) {
        Buffer text = Buffer.buffer(data.length + 128)
                .appendString("id: ")
                .appendString(id)
                .appendString("\nevent: ")
                .appendString(head.event())
                .appendString("\ndata: ")
                .appendBytes(data)
                .appendString("\n\n");
        return new Frame(id, head, number, kind, text);
    }
}

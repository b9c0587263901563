package io.drover.camelactions.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.nio.entity.AbstractBinAsyncEntityConsumer;

/** Collects a response's body, and gives up on one that is too large for memory. */
final class BoundedBody extends AbstractBinAsyncEntityConsumer<byte[]> {
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A response that memory is not spent on. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(int limit) {
            super("an answer of more than " + limit + " bytes");
        }
    }

    BoundedBody(int limit) {
        this.limit = limit;
    }

    @Override
    protected void streamStart(ContentType type) {}

    @Override
    protected int capacityIncrement() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected void data(ByteBuffer piece, boolean last) throws IOException {
        if (bytes.size() + piece.remaining() > limit) {
            throw new TooLarge(limit);
        }
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        bytes.writeBytes(copy);
    }

    @Override
    protected byte[] generateContent() {
        return bytes.toByteArray();
    }

    @Override
    public void releaseResources() {}
}

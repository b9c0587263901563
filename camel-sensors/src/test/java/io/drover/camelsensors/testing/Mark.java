package io.drover.camelsensors.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** An object whose deserialization leaves a mark, as that of an attacker's object does worse. */
public final class Mark implements Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicInteger LEFT = new AtomicInteger();

    /** {@return how often one was deserialized in this process} */
    public static int left() {
        return LEFT.get();
    }

    /** {@return one as Java writes it} */
    public static byte[] serialized() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Mark());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        LEFT.incrementAndGet();
    }
}

package io.drover.persistence.audit;

import io.drover.model.audit.Seal;
import io.drover.model.execution.Position;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The marks of a seal as bytes, some eleven for each: number, batch and place as distances to the mark before, in groups of
 * seven bits, then eight bytes of the digest.
 */
final class Marks {
    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);
    private static final int DIGEST_BYTES = 8;

    private Marks() {}

    static byte[] write(List<Seal.Mark> marks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(marks.size() * 12);
        long id = 0;
        long batch = 0;
        for (Seal.Mark mark : marks) {
            number(bytes, mark.id() - id);
            number(bytes, mark.position().batch() - batch);
            number(bytes, mark.position().index());
            bytes.writeBytes(HexFormat.of().parseHex(mark.digestStart()));
            id = mark.id();
            batch = mark.position().batch();
        }
        return bytes.toByteArray();
    }

    /** Reads marks; where somebody cut the bytes off, those before the cut. */
    static List<Seal.Mark> read(int node, byte[] bytes) {
        List<Seal.Mark> marks = new ArrayList<>();
        try {
            read(node, ByteBuffer.wrap(bytes), marks);
        } catch (BufferUnderflowException cutOff) {
            LOG.warn("The marks of a seal are cut off after {}.", marks.size());
        }
        return marks;
    }

    private static void read(int node, ByteBuffer rest, List<Seal.Mark> marks) {
        byte[] digest = new byte[DIGEST_BYTES];
        long id = 0;
        long batch = 0;
        while (rest.hasRemaining()) {
            id += number(rest);
            batch += number(rest);
            int place = (int) number(rest);
            rest.get(digest);
            marks.add(new Seal.Mark(
                    id, new Position(node, batch, place), HexFormat.of().formatHex(digest)));
        }
    }

    private static void number(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static long number(ByteBuffer bytes) {
        long number = 0;
        byte group = (byte) 0x80;
        for (int shift = 0; group < 0; shift += 7) {
            group = bytes.get();
            number |= (group & 0x7FL) << shift;
        }
        return number;
    }
}

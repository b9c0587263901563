package io.drover.distribution.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A message of Protocol Buffers, read without its schema (encoding: varints, 64 and 32 bits, and lengths). */
final class Protobuf {
    private final Map<Integer, List<Object>> fields = new HashMap<>();

    private Protobuf() {}

    static Protobuf of(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Protobuf message = new Protobuf();
        while (rest.hasRemaining()) {
            long tag = varint(rest);
            message.fields
                    .computeIfAbsent((int) (tag >> 3), field -> new ArrayList<>())
                    .add(value((int) (tag & 7), rest));
        }
        return message;
    }

    private static Object value(int kind, ByteBuffer rest) {
        return switch (kind) {
            case 0 -> varint(rest);
            case 1 -> rest.getLong();
            case 2 -> {
                byte[] bytes = new byte[(int) varint(rest)];
                rest.get(bytes);
                yield bytes;
            }
            case 5 -> (long) rest.getInt();
            default -> throw new UncheckedIOException(new IOException("no wire type " + kind));
        };
    }

    private static long varint(ByteBuffer rest) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = rest.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private List<Object> all(int field) {
        return fields.getOrDefault(field, List.of());
    }

    List<Protobuf> messages(int field) {
        return all(field).stream().map(bytes -> of((byte[]) bytes)).toList();
    }

    String text(int field) {
        return all(field).isEmpty() ? "" : new String((byte[]) all(field).get(0), StandardCharsets.UTF_8);
    }

    String hex(int field) {
        return all(field).isEmpty()
                ? ""
                : HexFormat.of().formatHex((byte[]) all(field).get(0));
    }

    long number(int field) {
        return all(field).isEmpty() ? 0 : (long) all(field).get(0);
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }
}

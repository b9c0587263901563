package io.drover.persistence;

import io.drover.model.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two sets of rows are the same, whatever order they come in.
 *
 * @param sum of the first eight bytes of each row's SHA-256
 */
record RowSum(long rows, long sum) {
    static final RowSum NONE = new RowSum(0, 0);

    /** {@return this with one more row} */
    RowSum plus(List<@Nullable String> row) {
        MessageDigest digest = Sha256.begun();
        for (String value : row) {
            byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(value == null ? -1 : bytes.length)
                    .flip());
            digest.update(bytes);
        }
        return new RowSum(rows + 1, sum + ByteBuffer.wrap(digest.digest()).getLong());
    }

    String text() {
        return HexFormat.of().toHexDigits(sum);
    }

    @Override
    public String toString() {
        return rows + " rows (" + text() + ")";
    }
}

package io.drover.model.audit;

import io.drover.model.execution.Position;
import io.drover.model.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes a run of audit records of one node and day, and hangs on the seal before it: whoever changes a record, or takes one
 * out, would have to make this seal and all later ones anew.
 *
 * @param number 1, 2, 3 … on its node
 * @param day of its records, in UTC; never before the day of the seal before it
 * @param records how many it closes
 * @param lastId number of its last record in the table
 * @param marks its records in their order, with the beginnings of their digests: where to look when the root differs
 * @param root SHA-256 over the digests of its records, each with a line feed after it
 * @param hash SHA-256 over the seal before it and all that this one says but the marks
 */
public record Seal(
        int node,
        long number,
        LocalDate day,
        int records,
        long lastId,
        List<Mark> marks,
        String root,
        String hash,
        Instant sealedAt) {
    /** What stands before the first seal of a node. */
    public static final String BEGINNING = "0".repeat(64);

    private static final int MARK_DIGITS = 16;

    /**
     * One record in a seal.
     *
     * @param id the record's number in the table
     * @param digestStart the first 16 digits of its digest
     */
    public record Mark(long id, Position position, String digestStart) {
        static Mark of(Leaf leaf) {
            return new Mark(leaf.id(), leaf.position(), leaf.digest().substring(0, MARK_DIGITS));
        }

        public boolean fits(Leaf leaf) {
            return equals(of(leaf));
        }
    }

    public Seal {
        marks = List.copyOf(marks);
    }

    /** Seals one record or more of one day, after the given seal of the same node; null: it is the node's first. */
    public static Seal over(int node, @Nullable Seal previous, LocalDate day, List<Leaf> leaves, Instant now) {
        long number = previous == null ? 1 : previous.number() + 1;
        String root = root(leaves);
        String before = previous == null ? BEGINNING : previous.hash();
        long lastId = leaves.get(leaves.size() - 1).id();
        String hash = hash(before, node, number, day, leaves.size(), lastId, root);
        List<Mark> marks = leaves.stream().map(Mark::of).toList();
        return new Seal(node, number, day, leaves.size(), lastId, marks, root, hash, now);
    }

    /** {@return the root over records} */
    public static String root(List<Leaf> leaves) {
        MessageDigest digest = Sha256.begun();
        for (Leaf leaf : leaves) {
            digest.update((leaf.digest() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** {@return whether the hash follows from the seal before and from what this one says} */
    public boolean follows(String previousHash) {
        return hash.equals(hash(previousHash, node, number, day, records, lastId, root));
    }

    private static String hash(
            String previous, int node, long number, LocalDate day, int records, long lastId, String root) {
        String text = String.join(
                "\n",
                previous,
                Integer.toString(node),
                Long.toString(number),
                day.toString(),
                Integer.toString(records),
                Long.toString(lastId),
                root,
                "");
        return Sha256.hex(text);
    }
}

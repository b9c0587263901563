package io.drover.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets made by chance, and what is kept of them. A secret of 128 bits or more needs no slow hash. */
final class Hashes {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Hashes() {}

    /** {@return so many random bytes in hex} */
    static String random(int bytes) {
        return HexFormat.of().formatHex(randomBytes(bytes));
    }

    static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static String sha256(String text) {
        return hash("SHA-256", text);
    }

    static String sha512(String text) {
        return hash("SHA-512", text);
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has " + algorithm, impossible);
        }
    }
}

package io.drover.engine.access;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.drover.model.error.DroverException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;

/** Hashes of passwords: ours with Argon2id, and those that {@code htpasswd} writes. Slow on purpose. */
final class Passwords {
    private static final int KIBIBYTES = 19 * 1024;
    private static final int ROUNDS = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int SHORTEST = 8;
    private static final int LONGEST = 1_000;
    private static final Argon2Function ARGON2 =
            Argon2Function.getInstance(KIBIBYTES, ROUNDS, LANES, HASH_BYTES, Argon2.ID);
    /** Of no password that anybody knows. */
    private static final String NOBODYS = hash(Hashes.random(SALT_BYTES));

    private Passwords() {}

    static String hash(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2).getResult();
    }

    /** Refuses what nobody should have as a password. */
    static void requireGood(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw DroverException.invalid("Expected a password of " + SHORTEST + " to " + LONGEST
                    + " characters, but found one of " + password.length() + ".");
        }
    }

    /** {@return whether a password is the one of an Argon2id hash} */
    static boolean fits(String password, String hash) {
        return password.length() <= LONGEST
                && Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    }

    /** Takes as long as {@link #fits}, so that it cannot be told by the time whether a user exists. */
    static void fitsNobody(String password) {
        boolean unused = fits(password, NOBODYS);
    }

    /** {@return whether a password is the one of a line of {@code htpasswd}: bcrypt, apr1, SHA, or crypt's SHA-2} */
    static boolean fitsFile(String password, String hash) {
        if (password.length() > LONGEST) {
            return false;
        }
        try {
            if (hash.startsWith("$2")) {
                return Password.check(password, hash).with(BcryptFunction.getInstanceFromHash(hash));
            }
            byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
            if (hash.startsWith("$apr1$")) {
                return same(Md5Crypt.apr1Crypt(bytes, hash), hash);
            }
            if (hash.startsWith("{SHA}")) {
                return same("{SHA}" + Base64.getEncoder().encodeToString(DigestUtils.sha1(bytes)), hash);
            }
            if (hash.startsWith("$5$")) {
                return same(Sha2Crypt.sha256Crypt(bytes, hash), hash);
            }
            return hash.startsWith("$6$") && same(Sha2Crypt.sha512Crypt(bytes, hash), hash);
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }

    /** {@return whether {@link #fitsFile} understands a hash} */
    static boolean isKnownForm(String hash) {
        String lower = hash.toLowerCase(Locale.ROOT);
        return lower.startsWith("$2")
                || lower.startsWith("$apr1$")
                || hash.startsWith("{SHA}")
                || lower.startsWith("$5$")
                || lower.startsWith("$6$");
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}

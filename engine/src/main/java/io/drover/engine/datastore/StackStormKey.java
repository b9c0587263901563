package io.drover.engine.datastore;

import io.drover.engine.schema.Json;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key with which a StackStorm encrypts its datastore (platform spec 7.1). A ciphertext is the hex of a header, an
 * initialization vector, AES-256-CBC and an HMAC-SHA1 over all of these.
 */
final class StackStormKey {
    private static final byte[] HEADER = "00000".getBytes(StandardCharsets.US_ASCII);
    private static final int VECTOR = 16;
    private static final int SIGNATURE = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec aes;
    private final SecretKeySpec hmac;

    private StackStormKey(SecretKeySpec aes, SecretKeySpec hmac) {
        this.aes = aes;
        this.hmac = hmac;
    }

    /** Reads a key file, such as {@code /etc/st2/keys/datastore_key.json}. */
    static StackStormKey read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw unusable(file, "could not be read: " + e, e);
        }
        if (Json.read(text).orElse(null) instanceof Map<?, ?> key
                && key.get("aesKeyString") instanceof String aes
                && key.get("hmacKey") instanceof Map<?, ?> hmac
                && hmac.get("hmacKeyString") instanceof String hmacText) {
            try {
                return new StackStormKey(key(aes, "AES"), key(hmacText, "HmacSHA1"));
            } catch (IllegalArgumentException e) {
                throw unusable(file, "has a key that is not in URL-safe Base64", e);
            }
        }
        throw unusable(file, "is not a JSON object with 'aesKeyString' and 'hmacKey.hmacKeyString'", null);
    }

    private static SecretKeySpec key(String base64, String algorithm) {
        return new SecretKeySpec(Base64.getUrlDecoder().decode(base64), algorithm);
    }

    private static DroverException unusable(Path file, String problem, @Nullable Exception cause) {
        String message = "StackStorm's key file '" + file + "' " + problem
                + ". Correct datastore.stackstorm-key-file, or copy the file again.";
        return cause == null
                ? DroverException.of(ErrorCode.INTERNAL, message)
                : DroverException.of(ErrorCode.INTERNAL, message, cause);
    }

    /** {@return whether a text looks as StackStorm's ciphertexts do} */
    static boolean isCiphertext(String text) {
        return text.startsWith(HexFormat.of().formatHex(HEADER));
    }

    /** {@return the text in clear; empty where it was not encrypted with this key} */
    Optional<String> decrypt(String ciphertext) {
        try {
            byte[] bytes = HexFormat.of().parseHex(ciphertext);
            int end = bytes.length - SIGNATURE;
            int begin = HEADER.length + VECTOR;
            if (end <= begin || !isSigned(bytes, end)) {
                return Optional.empty();
            }
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, aes, new IvParameterSpec(bytes, HEADER.length, VECTOR));
            return Optional.of(new String(cipher.doFinal(bytes, begin, end - begin), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }

    /** {@return the ciphertext of a text, another one each time} */
    String encrypt(String text) {
        byte[] vector = new byte[VECTOR];
        RANDOM.nextBytes(vector);
        return encrypt(text, vector);
    }

    /** @param vector of 16 bytes that nobody can foresee */
    String encrypt(String text, byte[] vector) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, aes, new IvParameterSpec(vector));
            byte[] encrypted = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            int end = HEADER.length + VECTOR + encrypted.length;
            ByteBuffer bytes =
                    ByteBuffer.allocate(end + SIGNATURE).put(HEADER).put(vector).put(encrypted);
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(bytes.put(signature(bytes.array(), end)).array());
        } catch (GeneralSecurityException e) {
            throw DroverException.of(
                    ErrorCode.INTERNAL,
                    "A value could not be encrypted with StackStorm's key: " + e.getMessage()
                            + ". Is the key of 256 bits? Correct datastore.stackstorm-key-file.",
                    e);
        }
    }

    private boolean isSigned(byte[] bytes, int end) throws GeneralSecurityException {
        return MessageDigest.isEqual(signature(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length));
    }

    private byte[] signature(byte[] bytes, int end) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(hmac);
        mac.update(bytes, 0, end);
        return mac.doFinal();
    }
}

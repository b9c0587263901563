package io.drover.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Sealed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
    private static final Map<String, @Nullable Object> SECRETS =
            Map.of("password", "pässword", "list", List.of(1L, "x"));

    @TempDir
    Path folder;

    @Test
    void opensWhatItSealed() {
        SecretBox box = box();

        Sealed sealed = box.seal("e1", SECRETS);

        assertThat(box.open("e1", sealed)).isEqualTo(SECRETS);
        assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("ssword");
    }

    @Test
    void theSameSecretIsSealedDifferentlyEachTime() {
        SecretBox box = box();

        assertThat(box.seal("e1", SECRETS)).isNotEqualTo(box.seal("e1", SECRETS));
    }

    @Test
    void anotherLifeOpensItWithTheSameKeys() {
        Sealed sealed = box().seal("e1", SECRETS);

        assertThat(box().open("e1", sealed)).isEqualTo(SECRETS);
    }

    @Test
    void aNewPrimaryKeyEncryptsFromThenOnAndTheOthersStillOpen() throws Exception {
        Sealed before = box().seal("e1", SECRETS);
        KeysetHandle old = TinkJsonProtoKeysetFormat.parseKeyset(
                Files.readString(keys()), AeadConfig2026.get(), InsecureSecretKeyAccess.get());
        KeysetHandle made = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
        KeysetHandle rotated = KeysetHandle.newBuilder(old)
                .addEntry(KeysetHandle.importKey(made.getAt(0).getKey()).makePrimary())
                .build();
        Files.writeString(
                keys(),
                TinkJsonProtoKeysetFormat.serializeKeyset(
                        rotated, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));

        SecretBox box = box();
        Sealed after = box.seal("e1", SECRETS);

        assertThat(box.open("e1", before)).isEqualTo(SECRETS);
        assertThat(box.open("e1", after)).isEqualTo(SECRETS);
        assertThat(Arrays.copyOf(after.bytes(), 5)).isNotEqualTo(Arrays.copyOf(before.bytes(), 5));
    }

    @Test
    void onlyTheOwnerReadsTheKeys() throws IOException {
        Sealed unused = box().seal("e1", SECRETS);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys())))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(keys());
        }
    }

    @Test
    void whatAnInterruptedStartLeftIsNotInTheWay() throws IOException {
        Files.createFile(folder.resolve("keys.json.new"));

        Sealed sealed = box().seal("e1", SECRETS);

        assertThat(box().open("e1", sealed)).isEqualTo(SECRETS);
    }

    @Test
    void noFileIsMadeBeforeThereIsASecret() {
        SecretBox unused = box();

        assertThat(keys()).doesNotExist();
    }

    @Test
    void whatBelongsToAnotherExecutionStaysShut() {
        SecretBox box = box();
        Sealed sealed = box.seal("e1", SECRETS);

        assertThatThrownBy(() -> box.open("e2", sealed))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("keys.json");
    }

    @Test
    void otherKeysDoNotOpenIt() throws IOException {
        Sealed sealed = box().seal("e1", SECRETS);
        Files.delete(keys());

        assertThatThrownBy(() -> box().open("e1", sealed)).isInstanceOf(DroverException.class);
    }

    @Test
    void aSpoiledFileOfKeysIsToldWithItsName() throws IOException {
        Files.writeString(keys(), "{}");

        assertThatThrownBy(() -> box().seal("e1", SECRETS))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("keys.json");
    }

    private SecretBox box() {
        return new SecretBox(keys());
    }

    private Path keys() {
        return folder.resolve("keys.json");
    }
}

package io.drover.engine.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Datastore.Form;
import io.drover.engine.api.Datastore.Selection;
import io.drover.engine.api.Datastore.Value;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.ids.Ids;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.secret.SecretBox;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredPairsTest {
    private static final Principal ANNA = new Principal("anna", Set.of(Principal.ADMIN), "none");
    private static final Key URL = Key.system("url");
    private static final String KEY_FILE = """
            {"hmacKey": {"hmacKeyString": "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM", "size": 256},
             "size": 256, "aesKeyString": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "mode": "CBC"}
            """;
    /** Made with another implementation. */
    private static final String STACKSTORM =
            "3030303030C8C9CACBCCCDCECFD0D1D2D3D4D5D6D72BA0C12686A489DEC308F4A6E1CF0FF3"
                    + "1BB604346E75F64B7A1A7D29A3D1DA02FE90BAD19F973FAFB7D800699F8E129C9014F6AD";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final HandClock clock = new HandClock();
    private final MemoryStore store = new MemoryStore();
    private final Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {});
    private final List<PairEvent> events = new ArrayList<>();

    @AfterEach
    void close() {
        committer.close();
    }

    private StoredPairs pairs() {
        return pairs(StackStormFormat.NONE);
    }

    private StoredPairs pairs(Path stackStormKeyFile) {
        return pairs(new StackStormFormat(stackStormKeyFile, false));
    }

    private StoredPairs pairs(StackStormFormat format) {
        return new StoredPairs(
                store,
                new SecretValues(new SecretBox(folder.resolve("keys.json")), format),
                (change, made) -> {
                    committer.commit(Change.of(change));
                    events.addAll(made);
                },
                new Ids(clock),
                clock);
    }

    @Test
    void keepsATextUntilItIsReplacedOrDeleted() {
        StoredPairs pairs = pairs();

        KeyValuePair first = pairs.set(URL, plain("a"), null, ANNA);
        KeyValuePair second = pairs.set(URL, plain("b"), null, ANNA);

        assertThat(first.version()).isNotEqualTo(second.version());
        assertThat(pairs.find(URL)).contains(second);
        assertThat(pairs.reveal(second)).isEqualTo("b");
        assertThat(pairs.list(new Selection(true, null, ""), Query.all()).items())
                .containsExactly(second);
        pairs.delete(URL, null, ANNA);
        assertThat(pairs.find(URL)).isEmpty();
        assertThatThrownBy(() -> pairs.delete(URL, null, ANNA))
                .hasMessage("The key \"url\" does not exist in the StackStorm datastore.");
    }

    @Test
    void whatHasExpiredIsNotThere() {
        StoredPairs pairs = pairs();
        pairs.set(URL, new Value("a", Form.PLAIN, Duration.ofSeconds(10)), null, ANNA);
        clock.advance(Duration.ofSeconds(9));
        assertThat(pairs.find(URL)).isPresent();
        clock.advance(Duration.ofSeconds(1));

        assertThat(pairs.find(URL)).isEmpty();
        assertThat(pairs.list(new Selection(true, null, ""), Query.all()).items())
                .isEmpty();
        assertThat(codeOf(() -> pairs.delete(URL, null, ANNA))).isEqualTo(ErrorCode.NOT_FOUND);

        KeyValuePair again = pairs.set(URL, plain("b"), null, ANNA);

        assertThat(again.expires()).isNull();
        assertThat(pairs.find(URL)).contains(again);
        assertThat(types()).containsExactly("create", "create");
    }

    @Test
    void aChangeForgetsWhatHasExpired() {
        StoredPairs pairs = pairs();
        pairs.set(URL, new Value("a", Form.PLAIN, Duration.ofSeconds(10)), null, ANNA);
        clock.advance(Duration.ofSeconds(10));

        pairs.set(Key.system("other"), plain("b"), null, ANNA);

        assertThat(store.<Boolean>read(t -> t.keyValuePairs().find(URL).isEmpty()))
                .isTrue();
    }

    @Test
    void aValueWithoutATimeToLiveEndsTheOneThatWasThere() {
        StoredPairs pairs = pairs();
        pairs.set(URL, new Value("a", Form.PLAIN, Duration.ofSeconds(10)), null, ANNA);

        pairs.set(URL, plain("b"), null, ANNA);

        clock.advance(Duration.ofDays(1));
        assertThat(pairs.find(URL)).isPresent();
    }

    @Test
    void aSecretIsStoredAndToldEncryptedAlone() {
        StoredPairs pairs = pairs();

        KeyValuePair pair = pairs.set(URL, new Value("s3cret", Form.SECRET, null), null, ANNA);

        assertThat(pair.value()).matches("[0-9A-F]+");
        assertThat(pairs.reveal(pair)).isEqualTo("s3cret");
        assertThat(String.valueOf(stored(pair.key()))).doesNotContain("s3cret");
        assertThat(String.valueOf(trail())).doesNotContain("s3cret").doesNotContain(pair.value());
        assertThat(events.get(0).payload())
                .extracting("object")
                .extracting("value")
                .isEqualTo("********");
    }

    @Test
    void aCiphertextOfOursIsTakenBack() {
        StoredPairs pairs = pairs();
        String ciphertext = pairs.set(URL, new Value("s3cret", Form.SECRET, null), null, ANNA)
                .value();

        KeyValuePair copy =
                pairs.set(Key.ofUser("anna", "copy"), new Value(ciphertext, Form.ENCRYPTED, null), null, ANNA);

        assertThat(copy.secret()).isTrue();
        assertThat(pairs.reveal(copy)).isEqualTo("s3cret");
    }

    @Test
    void aCiphertextOfStackStormIsTakenOverIntoOurs() throws IOException {
        Path file = Files.writeString(folder.resolve("datastore_key.json"), KEY_FILE);

        KeyValuePair pair = pairs(file).set(URL, new Value(STACKSTORM, Form.ENCRYPTED, null), null, ANNA);

        assertThat(pair.value()).isNotEqualTo(STACKSTORM);
        assertThat(pairs().reveal(pair)).isEqualTo("tøp secret, 20 bytes!");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "clear", "0102", "3030303030", "3030303030C8C9CACBCCCDCECFD0D1D2D3D4D5D6D72BA0C12686A489DEC3"
            })
    void whatIsNotEncryptedIsRefused(String value) throws IOException {
        Path file = Files.writeString(folder.resolve("datastore_key.json"), KEY_FILE);

        assertThat(codeOf(() -> pairs(file).set(URL, new Value(value, Form.ENCRYPTED, null), null, ANNA)))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(pairs().find(URL)).isEmpty();
    }

    @Test
    void aCiphertextOfStackStormThatWasChangedIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("datastore_key.json"), KEY_FILE);
        for (int at : new int[] {12, 50, STACKSTORM.length() - 1}) {
            String changed = STACKSTORM.substring(0, at)
                    + (STACKSTORM.charAt(at) == '0' ? '1' : '0')
                    + STACKSTORM.substring(at + 1);

            assertThat(codeOf(() -> pairs(file).set(URL, new Value(changed, Form.ENCRYPTED, null), null, ANNA)))
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
    }

    @Test
    void aCiphertextOfStackStormNeedsItsKeyFile() throws IOException {
        Value value = new Value(STACKSTORM, Form.ENCRYPTED, null);
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"aesKeyString\": \"AA\"}");

        assertThatThrownBy(() -> pairs().set(URL, value, null, ANNA))
                .hasMessageContaining("datastore.stackstorm-key-file");
        assertThatThrownBy(() -> pairs(folder.resolve("none.json")).set(URL, value, null, ANNA))
                .hasMessageContaining("none.json");
        assertThatThrownBy(() -> pairs(broken).set(URL, value, null, ANNA))
                .hasMessageContaining("'hmacKey.hmacKeyString'");
    }

    @Test
    void writesTheFormatOfStackStormAsAnotherImplementationDoes() throws IOException {
        Path file = Files.writeString(folder.resolve("datastore_key.json"), KEY_FILE);
        byte[] vector = HexFormat.of().parseHex(STACKSTORM, 10, 42);

        assertThat(StackStormKey.read(file).encrypt("tøp secret, 20 bytes!", vector))
                .isEqualTo(STACKSTORM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s3cret", "exactly 16 bytes", "zwölf Boxkämpfer jagen Viktor quer über den großen Deich"})
    void whatIsWrittenInTheFormatOfStackStormCanBeRead(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("datastore_key.json"), KEY_FILE);
        StoredPairs pairs = pairs(new StackStormFormat(file, true));

        KeyValuePair pair = pairs.set(URL, new Value(text, Form.SECRET, null), null, ANNA);
        KeyValuePair again = pairs.set(URL, new Value(text, Form.SECRET, null), null, ANNA);

        assertThat(pair.value()).startsWith("3030303030").isUpperCase().isNotEqualTo(again.value());
        assertThat(pairs.reveal(pair)).isEqualTo(text);
        assertThat(pairs(file).reveal(pair)).isEqualTo(text);
        assertThat(folder.resolve("keys.json")).doesNotExist();
    }

    @Test
    void whatWasEncryptedInTheOneFormatIsReadWhileTheOtherIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("datastore_key.json"), KEY_FILE);
        StoredPairs writing = pairs(new StackStormFormat(file, true));
        KeyValuePair ours = pairs().set(URL, new Value("s3cret", Form.SECRET, null), null, ANNA);

        KeyValuePair theirs =
                writing.set(Key.system("copy"), new Value(ours.value(), Form.ENCRYPTED, null), null, ANNA);

        assertThat(writing.reveal(ours)).isEqualTo("s3cret");
        assertThat(theirs.value()).startsWith("3030303030");
        assertThat(writing.reveal(theirs)).isEqualTo("s3cret");
    }

    @Test
    void theFormatOfStackStormIsNotWrittenWithoutAKeyThatCanBeUsed() {
        SecretBox box = new SecretBox(folder.resolve("keys.json"));
        StackStormFormat missing = new StackStormFormat(folder.resolve("none.json"), true);

        assertThatThrownBy(() -> new StackStormFormat(null, true)).hasMessageContaining("stackstorm-key-file");
        assertThatThrownBy(() -> new SecretValues(box, missing)).hasMessageContaining("none.json");
    }

    @Test
    void onlyTheExpectedVersionIsReplacedOrDeleted() {
        StoredPairs pairs = pairs();
        assertThat(codeOf(() -> pairs.set(URL, plain("a"), "*", ANNA))).isEqualTo(ErrorCode.PRECONDITION_FAILED);
        KeyValuePair first = pairs.set(URL, plain("a"), null, ANNA);
        KeyValuePair second = pairs.set(URL, plain("b"), first.version(), ANNA);

        assertThat(codeOf(() -> pairs.set(URL, plain("c"), first.version(), ANNA)))
                .isEqualTo(ErrorCode.PRECONDITION_FAILED);
        assertThat(codeOf(() -> pairs.delete(URL, first.version(), ANNA))).isEqualTo(ErrorCode.PRECONDITION_FAILED);
        assertThat(pairs.find(URL)).contains(second);
        KeyValuePair third = pairs.set(URL, plain("c"), "*", ANNA);
        pairs.delete(URL, third.version(), ANNA);
        assertThat(pairs.find(URL)).isEmpty();
    }

    @Test
    void everyChangeIsInTheTrailWithWhoDidIt() {
        StoredPairs pairs = pairs();
        Key own = Key.ofUser("bob", "url");

        pairs.set(own, plain("a"), null, ANNA);
        pairs.set(own, new Value("b", Form.SECRET, null), null, ANNA);
        pairs.delete(own, null, ANNA);

        assertThat(trail()).extracting(AuditRecord::what).containsExactly("created", "changed", "deleted");
        assertThat(trail()).extracting(AuditRecord::who).containsOnly("anna");
        assertThat(trail()).extracting(AuditRecord::subject).containsOnly("st2kv.user.url");
        assertThat(trail())
                .extracting(AuditRecord::details)
                .containsExactly(
                        Map.of("secret", false, "user", "bob"),
                        Map.of("secret", true, "user", "bob"),
                        Map.of("secret", true, "user", "bob"));
    }

    @Test
    void aChangeOfTheValueIsAnEventOfItsOwn() {
        StoredPairs pairs = pairs();

        pairs.set(URL, plain("a"), null, ANNA);
        pairs.set(URL, plain("a"), null, ANNA);
        pairs.set(URL, plain("b"), null, ANNA);
        pairs.set(URL, new Value("b", Form.SECRET, null), null, ANNA);
        pairs.set(URL, new Value("b", Form.SECRET, null), null, ANNA);
        pairs.set(URL, new Value("c", Form.SECRET, null), null, ANNA);
        pairs.delete(URL, null, ANNA);

        assertThat(types())
                .containsExactly(
                        "create",
                        "update",
                        "update",
                        "value_change",
                        "update",
                        "value_change",
                        "update",
                        "update",
                        "value_change",
                        "delete");
        assertThat(events.get(3).payload())
                .extracting("old_object")
                .extracting("value")
                .isEqualTo("a");
        assertThat(events.get(3).payload())
                .extracting("new_object")
                .extracting("value")
                .isEqualTo("b");
    }

    @Test
    void aKeyNeedsAName() {
        assertThat(codeOf(() -> Key.system(""))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(codeOf(() -> Key.system("x".repeat(501)))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(codeOf(() -> Key.ofUser("", "x"))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    private static Value plain(String text) {
        return new Value(text, Form.PLAIN, null);
    }

    private static @Nullable ErrorCode codeOf(ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowable(call) instanceof DroverException e ? e.code() : null;
    }

    private List<String> types() {
        return events.stream()
                .map(event -> event.type().name().replace("st2.key_value_pair.", ""))
                .toList();
    }

    private KeyValuePair stored(Key key) {
        return store.read(t -> t.keyValuePairs().find(key)).orElseThrow();
    }

    private List<AuditRecord> trail() {
        return store.read(t -> t.audit().list(Query.all()).items());
    }
}

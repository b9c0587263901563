package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.store.KeyValuePairs.Selection;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The datastore, on every database. */
interface DatastoreContract extends OpenStore {

    @Test
    default void keepsAPairAsItWas() {
        KeyValuePair plain = pair(Key.system("a.b/c d:ä%_!"), "nul \u0000, \uD83D\uDC02", null);
        KeyValuePair secret = new KeyValuePair(Key.ofUser("ada", "token"), "01AB", true, NOON.plusSeconds(5), "v9");
        KeyValuePair large = pair(Key.system("large"), "ä".repeat(2_000_000), null);

        for (KeyValuePair each : List.of(plain, secret, large)) {
            assertThat(put(each, null)).isTrue();
        }

        for (KeyValuePair each : List.of(plain, secret, large)) {
            assertThat(find(each.key())).contains(each);
        }
        assertThat(find(Key.system("token"))).isEmpty();
        assertThat(find(Key.ofUser("bob", "token"))).isEmpty();
    }

    @Test
    default void keepsThePairsOfUsersAndOfEverybodyApart() {
        List<KeyValuePair> pairs = List.of(
                pair(Key.system("x"), "1", null),
                pair(Key.ofUser("a", "x"), "2", null),
                pair(Key.ofUser("b", "x"), "3", null),
                pair(Key.ofUser("a", "b:c"), "4", null),
                pair(Key.ofUser("a:b", "c"), "5", null));

        pairs.forEach(each -> assertThat(put(each, null)).isTrue());

        pairs.forEach(each -> assertThat(find(each.key())).contains(each));
    }

    @Test
    default void replacesTheVersionAloneThatIsMeant() {
        Key key = Key.system("x");
        KeyValuePair first = new KeyValuePair(key, "1", false, null, "v1");
        KeyValuePair second = new KeyValuePair(key, "2", true, NOON, "v2");
        KeyValuePair third = new KeyValuePair(key, "3", false, null, "v3");

        assertThat(put(second, "v1")).isFalse();
        assertThat(put(first, null)).isTrue();
        assertThat(put(second, null)).isFalse();
        assertThat(put(second, "v0")).isFalse();
        assertThat(find(key)).contains(first);
        assertThat(put(second, "v1")).isTrue();
        assertThat(find(key)).contains(second);
        assertThat(put(third, "v2")).isTrue();
        assertThat(find(key)).contains(third);
        assertThat(remove(key, "v2")).isFalse();
        assertThat(remove(key, "v3")).isTrue();
        assertThat(find(key)).isEmpty();
        assertThat(put(first, null)).isTrue();
    }

    @Test
    default void listsWhatIsSelected() {
        KeyValuePair alpha = pair(Key.system("alpha"), "1", null);
        KeyValuePair alpine = pair(Key.system("alpine"), "2", NOON.plusSeconds(1));
        KeyValuePair gone = pair(Key.system("alps"), "3", NOON);
        KeyValuePair upper = pair(Key.system("ALPHA"), "4", null);
        KeyValuePair odd = pair(Key.system("al_p%a!"), "5", null);
        KeyValuePair adas = pair(Key.ofUser("ada", "alpha"), "6", null);
        KeyValuePair bobs = pair(Key.ofUser("bob", "alpha"), "7", null);
        List.of(bobs, adas, odd, upper, gone, alpine, alpha).forEach(each -> put(each, null));

        assertThat(list(selection(true, null, ""))).containsExactly(upper, odd, alpha, alpine);
        assertThat(list(selection(true, null, "alp"))).containsExactly(alpha, alpine);
        assertThat(list(selection(true, null, "al_"))).containsExactly(odd);
        assertThat(list(selection(true, null, "al_p%a!"))).containsExactly(odd);
        assertThat(list(selection(true, "ada", "alpha"))).containsExactly(alpha, adas);
        assertThat(list(selection(false, "bob", ""))).containsExactly(bobs);
        assertThat(list(selection(false, null, ""))).isEmpty();
    }

    @Test
    default void listsPairsByPagesAndFields() {
        List<KeyValuePair> pairs = List.of(
                pair(Key.system("a"), "1", null), pair(Key.system("b"), "2", null), pair(Key.system("c"), "3", null));
        pairs.forEach(each -> put(each, null));
        Selection all = selection(true, null, "");

        Listing<KeyValuePair> page =
                store().read(t -> t.keyValuePairs().list(all, new Query(Map.of(), null, null, List.of(), 1, 1)));

        assertThat(page.items()).containsExactly(pairs.get(1));
        assertThat(page.total()).isEqualTo(3);
        assertThat(list(all, Query.all().where("name", "c"))).containsExactly(pairs.get(2));
        assertThat(list(all, Query.all().where("id", pairs.get(0).key().id()))).containsExactly(pairs.get(0));
        assertThat(list(all, OpenStore.sortedBy("name"))).containsExactlyElementsOf(pairs);
        OpenStore.refusesUnknownField(query -> list(all, query));
    }

    @Test
    default void forgetsWhatHasExpiredTheOldestFirst() {
        put(pair(Key.system("kept"), "1", null), null);
        put(pair(Key.system("later"), "2", NOON.plusSeconds(1)), null);
        put(pair(Key.system("now"), "3", NOON), null);
        put(pair(Key.system("before"), "4", NOON.minusSeconds(1)), null);

        assertThat(forget(1)).isEqualTo(1);
        assertThat(find(Key.system("before"))).isEmpty();
        assertThat(find(Key.system("now"))).isPresent();
        assertThat(forget(10)).isEqualTo(1);
        assertThat(forget(10)).isZero();
        assertThat(find(Key.system("later"))).isPresent();
        assertThat(find(Key.system("kept"))).isPresent();
    }

    private static KeyValuePair pair(Key key, String value, @Nullable Instant expires) {
        return new KeyValuePair(key, value, false, expires, "v of " + value.length());
    }

    private static Selection selection(boolean system, @Nullable String user, String prefix) {
        return new Selection(system, user, prefix, NOON);
    }

    private boolean put(KeyValuePair pair, @Nullable String replaced) {
        return store().<Boolean>inTransaction(t -> t.keyValuePairs().put(pair, replaced));
    }

    private boolean remove(Key key, String version) {
        return store().<Boolean>inTransaction(t -> t.keyValuePairs().remove(key, version));
    }

    private int forget(int limit) {
        return store().<Integer>inTransaction(t -> t.keyValuePairs().forgetExpired(NOON, limit));
    }

    private Optional<KeyValuePair> find(Key key) {
        return store().read(t -> t.keyValuePairs().find(key));
    }

    private List<KeyValuePair> list(Selection selection) {
        return list(selection, Query.all());
    }

    private List<KeyValuePair> list(Selection selection, Query query) {
        return store().read(t -> t.keyValuePairs().list(selection, query)).items();
    }
}

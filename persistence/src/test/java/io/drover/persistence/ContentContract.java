package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.access.ApiKey;
import io.drover.model.pack.Kind;
import io.drover.model.rule.Overlay;
import io.drover.model.store.Contents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Registered content, what the API said about it, and API keys. */
interface ContentContract extends OpenStore {

    @Test
    default void putsAndRemovesOverlays() {
        Overlay overlay = new Overlay(Kind.RULE, Samples.RULE, false, null, NOON, "ada");
        Overlay replaced = new Overlay(Kind.RULE, Samples.RULE, null, true, NOON.plusSeconds(1), "bob");
        Overlay action = new Overlay(Kind.ACTION, Samples.RULE, true, null, NOON, "ada");
        store().change(t -> t.overlays().put(overlay));
        store().change(t -> t.overlays().put(action));
        store().change(t -> t.overlays().put(replaced));

        assertThat(store().<List<Overlay>>read(t -> t.overlays().list())).containsExactly(action, replaced);
        assertThat(store().<Boolean>inTransaction(t -> t.overlays().remove(Kind.RULE, Samples.RULE)))
                .isTrue();
        assertThat(store().<Boolean>inTransaction(t -> t.overlays().remove(Kind.RULE, Samples.RULE)))
                .isFalse();
        assertThat(store().<List<Overlay>>read(t -> t.overlays().list())).containsExactly(action);
    }

    @Test
    default void keepsOlderRevisionsOfActions() {
        Contents.Content first = content(Kind.ACTION, "one");
        Contents.Content second = content(Kind.ACTION, "two");
        store().change(t -> t.contents().putAll(List.of(first)));
        store().change(t -> t.contents().putAll(List.of(second)));

        assertThat(store().<List<Contents.Content>>read(t -> t.contents().current(Kind.ACTION)))
                .containsExactly(second);
        assertThat(revision("one")).isEqualTo(first);

        store().change(t -> t.contents().putAll(List.of(first)));
        assertThat(store().<List<Contents.Content>>read(t -> t.contents().current(Kind.ACTION)))
                .containsExactly(first);

        store().change(t -> t.contents().remove(Kind.ACTION, Samples.RULE));
        assertThat(store().<List<Contents.Content>>read(t -> t.contents().current(Kind.ACTION)))
                .isEmpty();
        assertThat(revision("one")).isEqualTo(first);
        assertThat(revision("two")).isEqualTo(second);
    }

    @Test
    default void keepsOneRevisionOfOtherContent() {
        Contents.Content pack = content(Kind.PACK, "one");
        store().change(t -> t.contents().putAll(List.of(pack, content(Kind.TRIGGER_TYPE, "one"))));
        store().change(t -> t.contents().putAll(List.of(content(Kind.TRIGGER_TYPE, "two"))));

        assertThat(store().<List<Contents.Content>>read(t -> t.contents().current(Kind.PACK)))
                .containsExactly(pack);
        assertThat(store().<List<Contents.Content>>read(t -> t.contents().current(Kind.TRIGGER_TYPE)))
                .containsExactly(content(Kind.TRIGGER_TYPE, "two"));
    }

    private static Contents.Content content(Kind kind, String hash) {
        return new Contents.Content(kind, Samples.RULE, hash, Map.of("hash", hash), true, false, NOON);
    }

    private Contents.@Nullable Content revision(String hash) {
        return store().<Optional<Contents.Content>>read(t -> t.contents().revision(Kind.ACTION, Samples.RULE, hash))
                .orElse(null);
    }

    @Test
    default void putsFindsAndRemovesApiKeys() {
        ApiKey key = new ApiKey("1", "ada", "f".repeat(128), Map.of("for", "ci"), true, NOON);
        ApiKey disabled = new ApiKey("1", "ada", "f".repeat(128), Map.of("for", "ci"), false, NOON);
        ApiKey other = new ApiKey("2", "bob", "e".repeat(128), Map.of(), true, NOON.plusSeconds(1));
        for (ApiKey each : List.of(key, disabled, other)) {
            store().change(t -> t.apiKeys().put(each));
        }

        assertThat(store().<Object>read(t -> t.apiKeys().find("1").orElseThrow()))
                .isEqualTo(disabled);
        assertThat(store().<Object>read(
                                t -> t.apiKeys().findByHash("e".repeat(128)).orElseThrow()))
                .isEqualTo(other);
        assertThat(store().<Boolean>read(t -> t.apiKeys().findByHash("d").isEmpty()))
                .isTrue();
        assertThat(store().<List<ApiKey>>read(t -> t.apiKeys().list())).containsExactly(disabled, other);
        assertThat(store().<Boolean>inTransaction(t -> t.apiKeys().remove("1"))).isTrue();
        assertThat(store().<Boolean>inTransaction(t -> t.apiKeys().remove("1"))).isFalse();
    }
}

package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.contentOf;

import io.drover.engine.api.Actions;
import io.drover.engine.api.Packs.Registration;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.store.Contents.Content;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A node that runs, with the pack {@link Plant}, whose actions the API changes. */
final class PlantNode implements AutoCloseable {
    private final Path folder;
    private final Path pack;
    private final Lives lives;

    /** @param folder where the pack's folder and the keys of secrets lie */
    PlantNode(Path folder) {
        this.folder = folder;
        this.pack = folder.resolve("plant");
        this.lives = Lives.in(folder);
        Parts unused = lives.start(content());
    }

    @Override
    public void close() {
        lives.close();
    }

    Path folder() {
        return folder;
    }

    /** {@return the folder of the pack} */
    Path pack() {
        return pack;
    }

    Lives lives() {
        return lives;
    }

    /** {@return the pack as its files have it} */
    PackContent content() {
        return Plant.in(pack, Plant.content());
    }

    Actions actions() {
        return lives.now().registration().actions();
    }

    Action create(Map<String, @Nullable Object> document) {
        return actions().create(document, List.of(), Parts.ADMIN);
    }

    Action update(String ref, Map<String, @Nullable Object> document) {
        return actions().update(ref, document, List.of(), Parts.ADMIN);
    }

    Registration register() {
        return lives.now().registration().packs().register(List.of(), PackRegistration.FILES);
    }

    /** {@return another node on the same database, with packs of its own} */
    Parts second(PlainReader packs) {
        return Setup.in(folder)
                .stored(lives.memory())
                .packs(packs)
                .named("n2")
                .make()
                .started();
    }

    Action action(String ref) {
        return lives.now().registry().action(ref).orElseThrow();
    }

    /** {@return what a file of the pack's folder of actions holds} */
    String text(String file) {
        return contentOf(pack.resolve("actions").resolve(file).toFile(), StandardCharsets.UTF_8);
    }

    /** {@return what is stored of an action} */
    Content row(String ref) {
        return lives.memory().read(transaction -> transaction.contents().current(Kind.ACTION)).stream()
                .filter(content -> content.ref().toString().equals(ref))
                .findFirst()
                .orElseThrow();
    }

    /** {@return what the API did with actions, oldest first} */
    List<String> trail() {
        return lives.now().trail().stream()
                .filter(entry -> entry.kind().equals("action") && !entry.who().equals(PackRegistration.FILES))
                .map(entry -> entry.who() + " " + entry.what() + " " + entry.subject())
                .toList();
    }

    static void refuses(ErrorCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        DroverException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    static Map<String, @Nullable Object> document(String name) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("pack", "plant");
        document.put("runner_type", "pure");
        document.put("parameters", Map.of("host", Map.of("type", "string")));
        return document;
    }

    static Map<String, @Nullable Object> with(Map<String, @Nullable Object> document, String key, Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(document);
        changed.put(key, value);
        return changed;
    }
}

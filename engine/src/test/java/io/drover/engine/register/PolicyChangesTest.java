package io.drover.engine.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Packs.Registration;
import io.drover.engine.api.Policies;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.PlainReader;
import io.drover.engine.rehearse.Plant;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackContent;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies of files and of the API, side by side. */
class PolicyChangesTest {
    private static final Policy FEW = Plant.policy("few", Plant.ACT, PolicyType.CONCURRENCY, Map.of("threshold", 2L));

    private final Path folder;
    private final Lives lives;

    PolicyChangesTest(@TempDir Path folder) {
        this.folder = folder;
        this.lives = Lives.in(folder);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void keepsWhatTheApiMadeOverARestart() {
        Policies policies = lives.start(Plant.policies(FEW)).registration().policies();
        Policy made = policies.create(document("mine", 1), Parts.ADMIN);

        Policies later = lives.restart().registration().policies();

        assertThat(later.list()).containsExactly(FEW, made);
        assertThat(later.find(made.id())).contains(made);
        assertThat(later.find("plant.few")).contains(FEW);
        assertThat(lives.stored(Kind.POLICY)).containsExactlyInAnyOrder("plant.few", "plant.mine");
    }

    @Test
    void keepsWhatTheApiMadeThoughAFileOfThatNameComesAndGoesOnAnotherNode() {
        Parts first = lives.start(Plant.policies());
        PlainReader others = new PlainReader();
        others.lay(Plant.policies());
        try (Parts second = Setup.in(folder)
                .stored(lives.memory())
                .packs(others)
                .named("n2")
                .make()
                .started()) {
            Policy made = first.registration().policies().create(document("few", 1), Parts.ADMIN);

            others.lay(Plant.policies(FEW));
            Registration come = second.registration().packs().register(List.of(), PackRegistration.FILES);
            others.lay(Plant.policies());
            Registration gone = second.registration().packs().register(List.of(), PackRegistration.FILES);
            second.registration().follow();

            assertThat(come.problems()).isEqualTo(gone.problems());
            assertThat(second.registration().policies().list()).containsExactly(made);
            assertThat(lives.stored(Kind.POLICY)).containsExactly("plant.few");
        }
    }

    @Test
    void changesRenamesAndRemovesWhatItMade() {
        Parts parts = lives.start(Plant.policies(FEW));
        Policies policies = parts.registration().policies();
        Policy made = policies.create(document("mine", 1), Parts.ADMIN);

        Policy changed = policies.update(made.id(), document("yours", 3), Parts.ADMIN);
        List<Policy> after = policies.list();
        policies.delete("plant.yours", Parts.ADMIN);

        assertThat(changed.number("threshold")).isEqualTo(3);
        assertThat(after).containsExactly(FEW, changed);
        assertThat(policies.list()).containsExactly(FEW);
        assertThat(parts.trail())
                .filteredOn(
                        entry -> entry.kind().equals("policy") && entry.who().equals("anna"))
                .extracting(entry -> entry.what() + " " + entry.subject())
                .containsExactly("registered plant.mine", "changed plant.yours", "removed plant.yours");
    }

    @Test
    void refusesANameThatIsTakenAndWhatTheTypeDoesNotAllow() {
        Policies policies = lives.start(Plant.policies(FEW)).registration().policies();

        refuses(ErrorCode.ALREADY_EXISTS, () -> policies.create(document("few", 1), Parts.ADMIN));
        refuses(ErrorCode.INVALID_ARGUMENT, () -> policies.create(Map.of("name", "bad"), Parts.ADMIN));
        refuses(ErrorCode.NOT_FOUND, () -> policies.update("plant.none", document("none", 1), Parts.ADMIN));
        refuses(ErrorCode.NOT_FOUND, () -> policies.delete("plant.none", Parts.ADMIN));
    }

    @Test
    void switchesAPolicyOfAFileAndChangesNothingElseOfIt() {
        Parts parts = lives.start(Plant.policies(FEW));
        Policies policies = parts.registration().policies();
        Map<String, @Nullable Object> off = new LinkedHashMap<>(parts.reader().document(FEW));
        off.put("enabled", false);
        off.put("id", FEW.id());

        Policy switched = policies.update("plant.few", off, Parts.ADMIN);

        assertThat(switched.enabled()).isFalse();
        assertThat(lives.restart().registration().policies().find("plant.few")).contains(switched);
        Policies later = lives.now().registration().policies();
        refuses(ErrorCode.CONFLICT, () -> later.update("plant.few", document("few", 9), Parts.ADMIN));
        refuses(ErrorCode.CONFLICT, () -> later.delete("plant.few", Parts.ADMIN));
    }

    @Test
    void prefersWhatTheApiMadeToAFileOfTheSameName() {
        Parts parts = lives.start(Plant.content());
        Policies policies = parts.registration().policies();
        Policy made = policies.create(document("few", 1), Parts.ADMIN);

        lay(parts, Plant.policies(FEW));
        List<Policy> both = lives.restart().registration().policies().list();
        Policies later = lives.now().registration().policies();
        later.delete("plant.few", Parts.ADMIN);

        assertThat(both).containsExactly(made);
        assertThat(later.list()).containsExactly(FEW);
    }

    @Test
    void takesAPolicyAwayWithItsFile() {
        Parts parts = lives.start(Plant.policies(FEW));

        lay(parts, Plant.content());

        assertThat(parts.registration().policies().list()).isEmpty();
        assertThat(lives.stored(Kind.POLICY)).isEmpty();
    }

    @Test
    void keepsTheLastGoodVersionOfABrokenFileOverARestart() {
        lives.start(Plant.policies(FEW));

        Parts after = lives.start(Plant.content(List.of("plant/policies/few.yaml"), List.of(), List.of()));

        assertThat(after.registration().policies().list()).containsExactly(FEW);
    }

    @Test
    void takesInWhatIsChangedOnAnotherNode() {
        Parts first = lives.start(Plant.policies(FEW));
        try (Parts second = Setup.in(folder)
                .stored(lives.memory())
                .packs(lives.reader())
                .named("n2")
                .make()
                .started()) {
            Policy made = first.registration().policies().create(document("mine", 1), Parts.ADMIN);

            second.registration().follow();

            assertThat(second.registration().policies().list()).containsExactly(FEW, made);
            refuses(
                    ErrorCode.ALREADY_EXISTS,
                    () -> second.registration().policies().create(document("mine", 1), Parts.ADMIN));
        }
    }

    private static void lay(Parts parts, PackContent content) {
        parts.reader().lay(content);
        Registration unused = parts.registration().packs().register(List.of(), PackRegistration.FILES);
    }

    private static void refuses(ErrorCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static Map<String, @Nullable Object> document(String name, long threshold) {
        return Map.of(
                "name",
                name,
                "pack",
                "plant",
                "resource_ref",
                "plant.act",
                "policy_type",
                "action.concurrency",
                "parameters",
                Map.of("threshold", threshold));
    }
}

package io.drover.engine.register;

import io.drover.model.error.DroverException;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Pack;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One look at the folders of packs.
 *
 * @param packs by ref, completed by what was good last; of two folders with one ref the first counts
 * @param problems those that are no known pack's
 */
record FoundPacks(Map<String, PackContent> packs, List<Problem> problems) {

    static FoundPacks of(List<Path> folders, PackReader reader, LastGood lastGood) {
        Map<String, PackContent> packs = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Path folder : folders) {
            Optional<Pack> known = lastGood.packIn(folder);
            Checked<PackContent> checked = reader.read(folder, known.orElse(null));
            Optional<PackContent> content = checked.value()
                    .map(lastGood::complete)
                    .or(() -> known.map(pack -> lastGood.unreadable(pack, checked.problems())));
            if (content.isEmpty()) {
                problems.addAll(checked.problems());
                continue;
            }
            PackContent earlier = packs.putIfAbsent(content.orElseThrow().pack().ref(), content.orElseThrow());
            if (earlier != null) {
                problems.add(second(folder, earlier.pack()));
            }
        }
        return new FoundPacks(packs, problems);
    }

    private static Problem second(Path folder, Pack earlier) {
        return Problem.error(
                folder.getFileName() + "/pack.yaml",
                0,
                0,
                "Pack '" + earlier.ref() + "' lies in '" + earlier.path() + "' already; this folder, '" + folder
                        + "', is left out. Give one of them another ref.");
    }

    /**
     * {@return the packs that are asked for}
     *
     * @param refs empty: all
     */
    List<PackContent> chosen(List<String> refs) {
        List<String> unknown =
                refs.stream().filter(ref -> !packs.containsKey(ref)).toList();
        if (!unknown.isEmpty()) {
            throw DroverException.notFound("Packs to register: " + refs + ", but there is no readable folder of "
                    + unknown + ". Found are " + packs.keySet() + ".");
        }
        return packs.values().stream()
                .filter(content ->
                        refs.isEmpty() || refs.contains(content.pack().ref()))
                .toList();
    }
}

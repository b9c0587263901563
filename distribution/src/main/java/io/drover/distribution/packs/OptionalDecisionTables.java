package io.drover.distribution.packs;

import io.drover.model.pack.Checked;
import io.drover.model.pack.DecisionTables;
import io.drover.model.pack.Problem;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decision tables by the library that lies in {@code lib/optional/decision-tables}. It is opened at the first table and stays;
 * a daemon without tables loads nothing of it.
 */
public final class OptionalDecisionTables implements DecisionTables {
    private static final String FOLDER = "lib/optional/decision-tables";

    private static volatile @Nullable DecisionTables library;

    private final Path home;

    /** In the daemon's own folder. */
    public OptionalDecisionTables() {
        this(Path.of(System.getProperty("drover.home", ".")));
    }

    OptionalDecisionTables(Path home) {
        this.home = home;
    }

    @Override
    public Checked<String> drl(String file, byte[] content) {
        return library()
                .map(found -> found.drl(file, content))
                .orElseGet(() -> new Checked<>(
                        null,
                        List.of(Problem.error(
                                file,
                                0,
                                0,
                                "Decision tables need the library that belongs into '" + home.resolve(FOLDER)
                                        + "', but it is not there. Copy that folder from Drover's archive, and register"
                                        + " the pack again."))));
    }

    private Optional<DecisionTables> library() {
        DecisionTables known = library;
        if (known != null) {
            return Optional.of(known);
        }
        synchronized (OptionalDecisionTables.class) {
            Optional<DecisionTables> found = open();
            found.ifPresent(each -> library = each);
            return found;
        }
    }

    private Optional<DecisionTables> open() {
        ClassLoader own = OptionalDecisionTables.class.getClassLoader();
        URL[] jars = jars();
        // not closed: classes are loaded from it as long as the daemon runs
        ClassLoader loader = jars.length == 0 ? own : new URLClassLoader("decision-tables", jars, own);
        return ServiceLoader.load(DecisionTables.class, loader).stream()
                .filter(each -> !each.type().equals(OptionalDecisionTables.class))
                .findFirst()
                .map(ServiceLoader.Provider::get);
    }

    private URL[] jars() {
        try (Stream<Path> files = Files.list(home.resolve(FOLDER))) {
            List<URL> urls = new ArrayList<>();
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                urls.add(jar.toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        } catch (IOException none) {
            return new URL[0];
        }
    }
}

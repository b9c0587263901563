package io.drover.engine.drools.drl;

import io.drover.engine.fact.FactType;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Reference;
import io.drover.model.rule.Rule;
import io.drover.model.text.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.ast.descr.TypeDeclarationDescr;
import org.drools.model.Model;

/**
 * Compiles files of DRL, each alone, to executable models: no two files share more than the classes of their facts, so that a
 * bad one stops no other. Only one thread at a time may use it.
 */
public final class DrlCompiler {
    private static final Pattern FACT = Pattern.compile("drover\\.event\\.(\\w+)\\.(\\w+|\\*)");

    private final Map<String, FactClass> factClasses = new LinkedHashMap<>();

    private final Map<List<?>, SharedTypes> sharedTypes = new LinkedHashMap<>();

    /** Types that files of a pack declare for all of them. */
    private record SharedTypes(List<String> names, List<CodeLoader> loaders, List<Model> models) {}

    /** The class of a type of events. */
    private record FactClass(CodeLoader loader, Class<?> type) {}

    /**
     * Compiles a file.
     *
     * @param shared files whose declarations and functions are part of it
     * @param known the types of events that there are
     */
    public Checked<CompiledFile> compile(
            String pack, ProgramFile file, List<ProgramFile> shared, Collection<FactType> known) {
        TableRows rows = TableRows.of(file);
        return rows.placed(compile(pack, file, shared, known, rows));
    }

    private Checked<CompiledFile> compile(
            String pack, ProgramFile file, List<ProgramFile> shared, Collection<FactType> known, TableRows rows) {
        String packageName = packageName(pack);
        ParsedFile parsed = ParsedFile.of(file, packageName);
        List<PackageDescr> others = new ArrayList<>();
        List<Problem> problems = new ArrayList<>(parsed.problems());
        for (ProgramFile each : shared) {
            ParsedFile other = ParsedFile.of(each, packageName);
            problems.addAll(other.problems());
            if (other.tree() != null) {
                others.add(other.tree());
            }
        }
        PackageDescr tree = parsed.tree();
        if (tree == null || !problems.isEmpty()) {
            return new Checked<>(null, problems);
        }
        Map<String, FactType> seen = seen(file, shared, known, problems);
        Duration span = Duration.ZERO;
        List<Rule> rules = new ArrayList<>();
        List<Reference> references = new ArrayList<>();
        String head = head(file.text(), tree);
        for (RuleDescr each : tree.getRules()) {
            if (each.isQuery()) {
                continue;
            }
            RuleText text = new RuleText(file, head, each, seen, rows);
            Rule rule = text.read(pack);
            problems.addAll(text.problems());
            span = longer(span, text.span());
            if (rule != null) {
                rules.add(rule);
                references.addAll(text.references());
            }
        }
        if (problems.stream().anyMatch(Problem::isError)) {
            return new Checked<>(null, problems);
        }
        List<FactType> used = seen.values().stream().distinct().toList();
        List<Model> models = new ArrayList<>();
        Conditions conditions = new Conditions();
        try {
            List<CodeLoader> classes = new ArrayList<>(loaders(used));
            SharedTypes types = sharedTypes(shared, others, classes);
            classes.addAll(types.loaders());
            models.addAll(types.models());
            problems.addAll(new DrlUnit(file, tree, others, types.names(), classes).compile(models, conditions));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            problems.add(Problem.error(
                    file.file(), 0, 0, "Drools broke off with " + e + ". Simplify the rule that was changed last."));
        }
        if (problems.stream().anyMatch(Problem::isError)) {
            return new Checked<>(null, problems);
        }
        Map<String, Duration> kept = kept(parsed, others, problems);
        if (problems.stream().anyMatch(Problem::isError)) {
            return new Checked<>(null, problems);
        }
        Map<FactType, Class<?>> classes = used.stream()
                .collect(Collectors.toMap(type -> type, type -> factClass(type).type()));
        return new Checked<>(
                new CompiledFile(file, rules, references, span, kept, classes, models, conditions.rules()), problems);
    }

    private static Map<String, Duration> kept(ParsedFile parsed, List<PackageDescr> others, List<Problem> problems) {
        Map<String, Duration> kept = new LinkedHashMap<>();
        List<PackageDescr> trees = new ArrayList<>(others);
        if (parsed.tree() != null) {
            trees.add(parsed.tree());
        }
        for (PackageDescr tree : trees) {
            for (TypeDeclarationDescr type : tree.getTypeDeclarations()) {
                AnnotationDescr retention = type.getAnnotation("retention");
                if (retention != null) {
                    String value = AnnotationDescr.unquote(
                            String.valueOf(retention.getSingleValue()).strip());
                    Duration duration = Durations.parse(value);
                    if (duration == null) {
                        problems.add(Problem.error(
                                parsed.file().file(),
                                type.getLine(),
                                0,
                                "Expected @retention with a time such as 1d or 30m, but found '" + value + "'."));
                    } else {
                        kept.put(type.getTypeName(), duration);
                    }
                }
            }
        }
        return kept;
    }

    /** {@return the Java package of a pack's rules} */
    static String packageName(String pack) {
        String name = pack.replaceAll("[^A-Za-z0-9_]", "_");
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    private static String head(String text, PackageDescr tree) {
        int first = tree.getRules().stream()
                .mapToInt(RuleDescr::getStartCharacter)
                .min()
                .orElse(text.length());
        return TableRows.withoutMarks(text.substring(0, first)).strip();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** {@return the types of events that a file names, by the names that it may use} */
    private static Map<String, FactType> seen(
            ProgramFile file, List<ProgramFile> shared, Collection<FactType> known, List<Problem> problems) {
        Map<String, FactType> byName = new TreeMap<>();
        known.forEach(type -> byName.put(type.qualifiedName(), type));
        Map<String, FactType> seen = new LinkedHashMap<>();
        List<ProgramFile> files = new ArrayList<>(shared);
        files.add(file);
        for (ProgramFile each : files) {
            Matcher facts = FACT.matcher(each.text());
            while (facts.find()) {
                String name = facts.group();
                List<FactType> meant = name.endsWith(".*")
                        ? known.stream()
                                .filter(type -> name.equals(type.packageName() + ".*"))
                                .toList()
                        : byName.containsKey(name) ? List.of(byName.get(name)) : List.of();
                if (meant.isEmpty()) {
                    problems.add(Problem.error(
                            each.file(), ParsedFile.lineOf(each.text(), name), 0, missing(name, byName.keySet())));
                }
                for (FactType type : meant) {
                    seen.put(type.name(), type);
                    seen.put(type.qualifiedName(), type);
                }
            }
        }
        return seen;
    }

    private static String missing(String name, Set<String> known) {
        return "No registered trigger type is '" + name + "' here."
                + Nearest.hint(name, known)
                + " 'drover trigger get' shows what its events are called; register the pack that declares it.";
    }

    /** The types that several files of a pack share are compiled once: what one file inserts, the others see. */
    private SharedTypes sharedTypes(List<ProgramFile> shared, List<PackageDescr> trees, List<CodeLoader> facts) {
        PackageDescr types =
                new PackageDescr(trees.isEmpty() ? "" : trees.get(0).getName());
        for (PackageDescr tree : trees) {
            types.addAllImports(tree.getImports());
            tree.getTypeDeclarations().forEach(types::addTypeDeclaration);
            tree.getEnumDeclarations().forEach(types::addEnumDeclaration);
        }
        if (types.getClassAndEnumDeclarationDescrs().isEmpty()) {
            return new SharedTypes(List.of(), List.of(), List.of());
        }
        return sharedTypes.computeIfAbsent(List.of(shared, List.copyOf(facts)), key -> {
            List<Model> models = new ArrayList<>();
            List<CodeLoader> loaders = new ArrayList<>();
            DrlUnit unit = new DrlUnit(shared.get(0), types, List.of(), List.of(), facts);
            List<DrlUnit.Finding> findings = unit.build(types, models, loaders, new Conditions());
            if (!findings.isEmpty()) {
                throw new IllegalStateException(
                        "the shared declarations are wrong: " + findings.get(0).message());
            }
            return new SharedTypes(
                    types.getClassAndEnumDeclarationDescrs().stream()
                            .map(type -> types.getName() + "." + type.getTypeName())
                            .toList(),
                    loaders,
                    models);
        });
    }

    private List<CodeLoader> loaders(List<FactType> types) {
        return types.stream().map(type -> factClass(type).loader()).toList();
    }

    private FactClass factClass(FactType type) {
        return factClasses.computeIfAbsent(type.source(), source -> {
            String path = type.qualifiedName().replace('.', '/') + ".java";
            JavaText.Result result = new JavaText().add(path, source).compile(new CodeLoader(Map.of(), List.of()));
            if (!result.errors().isEmpty()) {
                throw new IllegalStateException(
                        "The fact of trigger type '" + type.trigger() + "' cannot be made: " + result.errors());
            }
            CodeLoader loader = new CodeLoader(result.classes(), List.of());
            try {
                return new FactClass(loader, loader.loadClass(type.qualifiedName()));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("A class that was just made is there", e);
            }
        });
    }
}

package io.drover.engine.drools.drl;

import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.drools.codegen.common.GeneratedFile;
import org.drools.compiler.builder.impl.KnowledgeBuilderConfigurationImpl;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.model.Model;
import org.drools.model.codegen.execmodel.ModelBuilderImpl;
import org.drools.model.codegen.execmodel.PackageSources;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieServices;
import org.kie.api.builder.ReleaseId;
import org.kie.api.io.Resource;
import org.kie.api.io.ResourceType;
import org.kie.internal.builder.KnowledgeBuilderError;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.io.ResourceFactory;

/** One file on its way to a model. */
record DrlUnit(
        ProgramFile file,
        PackageDescr tree,
        List<PackageDescr> shared,
        List<String> sharedTypes,
        List<CodeLoader> facts) {

    /**
     * Compiles the file.
     *
     * @param models takes what came of it
     * @param conditions takes the classes of its rules' conditions
     */
    List<Problem> compile(List<Model> models, Conditions conditions) {
        List<Finding> findings = build(tree, models, new ArrayList<>(), conditions);
        if (findings.isEmpty()) {
            return List.of();
        }
        return findings.stream().allMatch(finding -> finding.line() > 0)
                        || tree.getRules().size() < 2
                ? findings.stream()
                        .map(finding -> problem(finding, tree.getRules()))
                        .toList()
                : byRule(findings);
    }

    /** Drools does not say in which rule it found something wrong, so each is compiled alone. */
    private List<Problem> byRule(List<Finding> all) {
        List<Problem> problems = new ArrayList<>();
        for (RuleDescr rule : tree.getRules()) {
            for (Finding finding : build(only(rule), new ArrayList<>(), new ArrayList<>(), new Conditions())) {
                problems.add(problem(finding, List.of(rule)));
            }
        }
        return problems.isEmpty()
                ? all.stream().map(finding -> problem(finding, List.of())).toList()
                : problems;
    }

    private PackageDescr only(RuleDescr rule) {
        PackageDescr alone = copy(tree, true);
        alone.addRule(rule);
        return alone;
    }

    private static PackageDescr copy(PackageDescr tree, boolean withTypes) {
        PackageDescr copy = new PackageDescr(tree.getName());
        copy.addAllImports(tree.getImports());
        tree.getFunctionImports().forEach(copy::addFunctionImport);
        tree.getAccumulateImports().forEach(copy::addAccumulateImport);
        tree.getGlobals().forEach(copy::addGlobal);
        tree.getFunctions().forEach(copy::addFunction);
        tree.getAttributes().forEach(copy::addAttribute);
        if (withTypes) {
            tree.getTypeDeclarations().forEach(copy::addTypeDeclaration);
            tree.getEnumDeclarations().forEach(copy::addEnumDeclaration);
        }
        return copy;
    }

    List<Finding> build(PackageDescr rules, List<Model> models, List<CodeLoader> made, Conditions conditions) {
        CodeLoader seen = new CodeLoader(Map.of(), facts);
        KnowledgeBuilderConfigurationImpl configuration = KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration(
                        null, seen)
                .as(KnowledgeBuilderConfigurationImpl.KEY);
        ReleaseId release = KieServices.get().newReleaseId("drover", tree.getName(), "1");
        ModelBuilderImpl<PackageSources> builder =
                new ModelBuilderImpl<>(PackageSources::dumpSources, configuration, release, false);
        var batch = builder.batch();
        batch.add(resource(withImports(rules)), ResourceType.DESCR);
        shared.forEach(other -> batch.add(resource(withImports(copy(other, false))), ResourceType.DESCR));
        batch.build();
        List<Finding> findings = new ArrayList<>();
        for (KnowledgeBuilderError error : builder.getErrors()) {
            findings.add(new Finding(
                    error.getMessage(), error.getLines().length == 0 ? 0 : Math.max(0, error.getLines()[0]), ""));
        }
        return findings.isEmpty() ? java(builder.getPackageSources(), seen, models, made, conditions) : findings;
    }

    private PackageDescr withImports(PackageDescr rules) {
        Stream.concat(Stream.of("io.drover.model.trigger.Event"), sharedTypes.stream())
                .map(ImportDescr::new)
                .filter(each -> !rules.getImports().contains(each))
                .forEach(rules::addImport);
        return rules;
    }

    private Resource resource(PackageDescr rules) {
        Resource resource = ResourceFactory.newDescrResource(rules);
        resource.setSourcePath(file.file());
        return resource;
    }

    private List<Finding> java(
            Collection<PackageSources> packages,
            CodeLoader seen,
            List<Model> models,
            List<CodeLoader> made,
            Conditions conditions) {
        JavaText java = new JavaText();
        List<String> names = new ArrayList<>();
        for (PackageSources sources : packages) {
            List<GeneratedFile> files = new ArrayList<>();
            sources.collectGeneratedFiles(files);
            files.stream().filter(each -> each.relativePath().endsWith(".java")).forEach(each -> {
                String source = new String(each.contents(), StandardCharsets.UTF_8);
                java.add(each.relativePath(), source);
                conditions.read(source);
            });
            names.addAll(sources.getModelNames());
        }
        JavaText.Result result = java.compile(seen);
        if (!result.errors().isEmpty()) {
            return result.errors().stream()
                    .map(error ->
                            new Finding(error.message() + ".", 0, error.line().strip()))
                    .toList();
        }
        CodeLoader types = new CodeLoader(types(result.classes()), facts);
        made.add(types);
        CodeLoader code = new CodeLoader(
                result.classes(),
                Stream.concat(facts.stream(), Stream.of(types)).toList());
        names.forEach(name -> models.add(model(code, name)));
        return List.of();
    }

    /** Other files may see the declared types alone: the names of models are the same in each. */
    private Map<String, byte[]> types(Map<String, byte[]> classes) {
        Map<String, byte[]> types = new LinkedHashMap<>();
        for (var type : tree.getClassAndEnumDeclarationDescrs()) {
            String path = (tree.getName() + "." + type.getTypeName()).replace('.', '/');
            classes.forEach((name, code) -> {
                if (name.equals(path + ".class") || name.startsWith(path + "$")) {
                    types.put(name, code);
                }
            });
        }
        return types;
    }

    private static Model model(CodeLoader code, String name) {
        try {
            return (Model) code.loadClass(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A model that was just compiled can be made", e);
        }
    }

    /** Finds the line of what Drools says of its own text: it quotes the author's. */
    private Problem problem(Finding finding, List<RuleDescr> rules) {
        if (finding.line() > 0 || rules.size() != 1) {
            return Problem.error(file.file(), finding.line(), 0, finding.message());
        }
        RuleDescr rule = rules.get(0);
        String[] lines = file.text().split("\n", -1);
        String quoted = squeezed(finding.quoted());
        for (int line = rule.getLine();
                line <= Math.min(lines.length, Math.max(rule.getLine(), rule.getEndLine()));
                line++) {
            String written = squeezed(lines[line - 1]);
            if (!written.isEmpty()
                    && ((!quoted.isEmpty()
                                    && (written.contains(quoted) || (written.length() > 3 && quoted.contains(written))))
                            || (quoted.isEmpty() && mentions(finding.message(), lines[line - 1])))) {
                return Problem.error(file.file(), line, 0, finding.message());
            }
        }
        return Problem.error(
                file.file(),
                rule.getLine(),
                0,
                String.format(Locale.ROOT, "In rule \"%s\": %s", rule.getName(), finding.message()));
    }

    private static boolean mentions(String message, String line) {
        int colon = message.lastIndexOf(": ");
        String quoted = squeezed(colon < 0 ? message : message.substring(colon + 2));
        return !quoted.isEmpty() && squeezed(line).contains(quoted);
    }

    private static String squeezed(@Nullable String text) {
        return text == null ? "" : text.replaceAll("\\s+", "");
    }

    /** What Drools found wrong, before it has a place. */
    record Finding(String message, int line, String quoted) {}
}

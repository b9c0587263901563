package io.drover.restapi.rules;

import static io.drover.restapi.http.MemoryList.passes;

import io.drover.engine.api.Access;
import io.drover.engine.api.Catalog;
import io.drover.engine.api.CollectedPart;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.Rules;
import io.drover.model.access.Permission;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Ref;
import io.drover.model.store.Listing;
import io.drover.restapi.access.PayloadRights;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.http.Paging;
import io.drover.restapi.shape.PackShapes;
import io.drover.restapi.shape.RuleShape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules: those of packs, which the API can only switch, and those that the API makes. */
public final class RuleOperations {
    private static final int ALL = -1;
    private static final int PARTS = 50;

    private final Catalog catalog;
    private final Rules rules;
    private final RuleShape shape;
    private final Access access;
    private final PayloadRights payloads;

    public RuleOperations(Catalog catalog, Rules rules, RuleShape shape, Access access, PayloadRights payloads) {
        this.catalog = catalog;
        this.rules = rules;
        this.shape = shape;
        this.access = access;
        this.payloads = payloads;
    }

    public Answer list(Call call) {
        return MemoryList.answer(call, chosen(call), ALL, Attributes.of(call, RuleShape.FIELDS), shape::of);
    }

    public Answer views(Call call) {
        return MemoryList.answer(call, chosen(call), ALL, Attributes.of(call, RuleShape.FIELDS), shape::view);
    }

    public Answer get(Call call) {
        return Answer.ok(shape.of(rule(call)));
    }

    public Answer view(Call call) {
        return Answer.ok(shape.view(rule(call)));
    }

    public Answer create(Call call) {
        Map<String, @Nullable Object> document =
                RuleShape.document(call.fields().values());
        return Answer.json(201, shape.of(rules.create(document, call.principal())));
    }

    public Answer update(Call call) {
        Map<String, @Nullable Object> document =
                RuleShape.document(call.fields().values());
        RegisteredRule rule = rule(call);
        return Answer.ok(shape.of(rules.update(rule.rule().ref().toString(), document, call.principal())));
    }

    public Answer delete(Call call) {
        rules.delete(rule(call).rule().ref().toString(), call.principal());
        return Answer.noContent();
    }

    public Answer reset(Call call) {
        return Answer.ok(shape.of(rules.reset(rule(call).rule().ref().toString(), call.principal())));
    }

    /** What the rule has collected. */
    public Answer state(Call call) {
        Ref ref = rule(call).rule().ref();
        boolean showsKeys = payloads.ofRule(call.principal(), ref);
        Paging paging = Paging.of(call, PARTS);
        Listing<CollectedPart> page = rules.collected(ref.toString(), paging.offset(), paging.limit());
        return paging.answer(
                page.items().stream()
                        .map(part -> RuleShape.collected(part, showsKeys))
                        .toList(),
                page.total());
    }

    /** The kinds of rules. */
    public Answer types(Call call) {
        return Answer.ok(RuleShape.TYPES);
    }

    public Answer type(Call call) {
        String id = call.at("id");
        return RuleShape.TYPES.stream()
                .filter(type -> id.equals(type.get("id")) || id.equals(type.get("name")))
                .findFirst()
                .map(Answer::ok)
                .orElseThrow(() -> Failures.noRecord(id));
    }

    /**
     * Reads a rule's text: {@code {content}} gives {@code {valid, problems}}; warnings leave it valid. With the name of a
     * {@code file} that ends with {@code .drl} it is a file in DRL; with that of a decision table, {@code content} is the file in
     * Base64.
     */
    public Answer check(Call call) {
        Fields fields = call.fields().onlyOf(Set.of("content", "file"));
        String file = fields.textOr("file", null);
        List<Problem> problems;
        if (file != null && (file.endsWith(".drl") || ProgramFile.isTable(file))) {
            // it is compiled here
            access.require(call.principal(), Permission.CODE_DEPLOY, null);
            problems =
                    rules.checkProgram(new ProgramFile(file, file, fields.text("content"), ProgramFile.isTable(file)));
        } else {
            problems = rules.check(fields.text("content"));
        }
        return Answer.ok(Map.of(
                "valid", problems.stream().noneMatch(Problem::isError), "problems", PackShapes.problems(problems)));
    }

    private List<RegisteredRule> chosen(Call call) {
        List<String> ids = call.ids();
        return catalog.rules().stream()
                .filter(rule -> passes(call, "pack", rule.rule().ref().pack()))
                .filter(rule -> passes(call, "name", rule.rule().ref().name()))
                .filter(rule -> ids.isEmpty() || ids.contains(rule.rule().id()))
                .filter(rule -> rule.rule().triggers().stream()
                        .anyMatch(
                                trigger -> passes(call, "trigger", trigger.ref().toString())))
                .filter(rule -> passes(call, "enabled", rule.rule().enabled()))
                .filter(rule -> calls(rule, call.param("action")))
                .toList();
    }

    private static boolean calls(RegisteredRule rule, @Nullable String action) {
        return action == null
                || rule.rule().actions().stream()
                        .anyMatch(call -> call.ref().toString().equals(action));
    }

    private RegisteredRule rule(Call call) {
        String refOrId = call.at("ref");
        return catalog.rule(refOrId).orElseThrow(() -> Failures.noResource(refOrId));
    }
}

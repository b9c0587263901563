package io.drover.restapi.policies;

import static io.drover.restapi.http.MemoryList.passes;
import static io.drover.restapi.http.MemoryList.passesAny;

import io.drover.engine.api.Policies;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.shape.PolicyShape;
import java.util.List;

/** Policies: those of packs, which the API can only switch, and those that the API makes. */
public final class PolicyOperations {
    private static final int LIMIT = 100;

    private final Policies policies;

    public PolicyOperations(Policies policies) {
        this.policies = policies;
    }

    public Answer types(Call call) {
        List<String> ids = call.ids();
        List<PolicyType> chosen = PolicyType.all().stream()
                .filter(type -> passes(call, "resource_type", PolicyType.RESOURCE_TYPE))
                .filter(type -> passesAny(call, "name", type.name()))
                .filter(type -> ids.isEmpty() || ids.contains(type.id()))
                .toList();
        return MemoryList.answer(call, chosen, LIMIT, Attributes.of(call, PolicyShape.TYPE_FIELDS), PolicyShape::type);
    }

    public Answer type(Call call) {
        String refOrId = call.at("ref");
        return Answer.ok(PolicyShape.type(PolicyType.find(refOrId).orElseThrow(() -> Failures.noResource(refOrId))));
    }

    public Answer list(Call call) {
        List<Policy> chosen = policies.list().stream()
                .filter(policy -> passes(call, "pack", policy.ref().pack()))
                .filter(policy -> passes(call, "name", policy.ref().name()))
                .filter(policy -> passes(call, "resource_ref", policy.resource().toString()))
                .filter(policy -> passes(call, "policy_type", policy.type().ref()))
                .toList();
        return MemoryList.answer(call, chosen, LIMIT, Attributes.of(call, PolicyShape.FIELDS), PolicyShape::of);
    }

    public Answer get(Call call) {
        return Answer.ok(PolicyShape.of(policy(call)));
    }

    public Answer create(Call call) {
        return Answer.json(201, PolicyShape.of(policies.create(call.fields().values(), call.principal())));
    }

    public Answer update(Call call) {
        String ref = policy(call).ref().toString();
        return Answer.ok(PolicyShape.of(policies.update(ref, call.fields().values(), call.principal())));
    }

    public Answer delete(Call call) {
        policies.delete(policy(call).ref().toString(), call.principal());
        return Answer.noContent();
    }

    private Policy policy(Call call) {
        String refOrId = call.at("ref");
        return policies.find(refOrId).orElseThrow(() -> Failures.noResource(refOrId));
    }
}

package io.drover.restapi.fake;

import io.drover.engine.api.Policies;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Understands only what the tests send. */
final class FakePolicies implements Policies {
    private final Map<Ref, Policy> policies = new TreeMap<>();

    @Override
    public List<Policy> list() {
        return List.copyOf(policies.values());
    }

    @Override
    public Optional<Policy> find(String refOrId) {
        return policies.values().stream()
                .filter(policy ->
                        policy.ref().toString().equals(refOrId) || policy.id().equals(refOrId))
                .findFirst();
    }

    @Override
    public Policy create(Map<String, @Nullable Object> document, Principal by) {
        Policy policy = read(document);
        if (policies.containsKey(policy.ref())) {
            throw DroverException.alreadyExists("The policy '" + policy.ref() + "' exists already.", policy.id());
        }
        policies.put(policy.ref(), policy);
        return policy;
    }

    @Override
    public Policy update(String refOrId, Map<String, @Nullable Object> document, Principal by) {
        Policy policy = read(document);
        policies.remove(find(refOrId).orElseThrow().ref());
        policies.put(policy.ref(), policy);
        return policy;
    }

    @Override
    public void delete(String refOrId, Principal by) {
        policies.remove(find(refOrId).orElseThrow().ref());
    }

    private static Policy read(Map<String, @Nullable Object> document) {
        if (!(document.get("parameters") instanceof Map<?, ?> parameters)
                || !(parameters.get("threshold") instanceof Long)) {
            throw DroverException.invalid("Expected a whole number as 'threshold'.");
        }
        return new Policy(
                Ref.of(String.valueOf(document.get("pack")), String.valueOf(document.get("name"))),
                document.get("description") instanceof String text ? text : null,
                !Boolean.FALSE.equals(document.get("enabled")),
                Ref.parse(String.valueOf(document.get("resource_ref"))),
                PolicyType.find(String.valueOf(document.get("policy_type"))).orElseThrow(),
                JsonValues.copyOf(parameters),
                null);
    }
}

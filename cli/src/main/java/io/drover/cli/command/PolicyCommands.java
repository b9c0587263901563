package io.drover.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Policies on actions, and their types (platform spec 2.5). */
final class PolicyCommands {
    private static final Resource POLICY = new Resource(
            "Policy",
            "policies",
            "policy",
            "/policies",
            "REF",
            List.of("ref", "resource_ref", "policy_type", "enabled"),
            List.of(
                    "id",
                    "uid",
                    "ref",
                    "pack",
                    "name",
                    "description",
                    "enabled",
                    "resource_ref",
                    "policy_type",
                    "parameters",
                    "metadata_file"),
            100,
            false);

    private static final Resource TYPE = new Resource(
            "Policy type",
            "policy types",
            "policy-type",
            "/policytypes",
            "REF",
            List.of("ref", "resource_type", "name", "enabled", "description"),
            List.of("id", "uid", "ref", "resource_type", "name", "enabled", "description", "module", "parameters"),
            100,
            false);

    private PolicyCommands() {}

    static CommandSpec policy(String summary) {
        return Leaf.noun(
                "policy",
                summary,
                POLICY.list(
                        ContentCommands.PACK,
                        Resource.Filter.of("resource_ref", "REF", "Only those of this action.", "--resource-ref", "-r"),
                        Resource.Filter.of("policy_type", "REF", "Only of this type.", "--policy-type", "-pt")),
                POLICY.get(),
                POLICY.create(),
                POLICY.update(),
                POLICY.enable(),
                POLICY.disable(),
                POLICY.delete("delete", "Delete a policy that was created here or by the API, or several."));
    }

    static CommandSpec type(String summary) {
        return Leaf.noun(
                "policy-type",
                summary,
                TYPE.list(Resource.Filter.of(
                        "resource_type", "TYPE", "Only for this kind of things.", "--resource-type", "-r")),
                TYPE.get());
    }
}

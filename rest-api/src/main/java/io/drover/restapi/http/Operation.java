package io.drover.restapi.http;

import static java.util.Objects.requireNonNull;

import io.drover.model.access.Permission;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One operation of the API.
 *
 * @param path without a prefix; {@code {name}} takes one part of it, {@code {name*}} at the end takes the rest
 * @param subject to what the permission is asked for
 * @param signer whether a signature within the request takes the place of a proof, and whose
 * @param onLoop whether its handler only hands over and never waits, so that it may run on the I/O loop
 */
public record Operation(
        String method,
        String path,
        Permission permission,
        Subject subject,
        Signer signer,
        boolean onLoop,
        Handler handler) {
    public Operation {
        requireNonNull(permission, "every operation names its permission");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("Expected a path that starts with '/', but found '" + path + "'");
        }
    }

    /** An operation that may wait for the store: it runs on a worker. */
    public static Operation work(String method, String path, Permission permission, Function<Call, Answer> work) {
        return new Operation(
                method,
                path,
                permission,
                Subject.EVERYTHING,
                Signer.NOBODY,
                false,
                call -> CompletableFuture.completedFuture(work.apply(call)));
    }

    /** An operation that starts on a worker and is answered when the engine is done. */
    public static Operation later(String method, String path, Permission permission, Handler handler) {
        return new Operation(method, path, permission, Subject.EVERYTHING, Signer.NOBODY, false, handler);
    }

    /** An operation that never leaves the I/O loop: its handler hands over and never waits. */
    public static Operation hot(String method, String path, Permission permission, Handler handler) {
        return new Operation(method, path, permission, Subject.EVERYTHING, Signer.NOBODY, true, handler);
    }

    /** {@return this operation, whose permission is asked for something of its kind alone} */
    public Operation on(Subject one) {
        return new Operation(method, path, permission, one, signer, onLoop, handler);
    }

    /** {@return this operation, which may be asked for without a proof where its handler verifies a signature} */
    public Operation orSignedBy(Signer one) {
        return new Operation(method, path, permission, subject, one, onLoop, handler);
    }

    /** {@return its line in the reviewed table} */
    @Override
    public String toString() {
        return method + " " + path + " " + permission.word() + (signer == Signer.NOBODY ? "" : " or signature")
                + (onLoop ? " loop" : "");
    }
}

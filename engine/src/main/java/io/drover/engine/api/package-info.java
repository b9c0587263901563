/**
 * What the engine offers to its doors: the REST API, and whatever else lets people ask. Each interface is one subject;
 * what changes something returns after the change and its audit record are committed.
 */
@NullMarked
package io.drover.engine.api;

import org.jspecify.annotations.NullMarked;

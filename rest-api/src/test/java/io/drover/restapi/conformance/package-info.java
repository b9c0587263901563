/** Recorded requests and answers of a live StackStorm, put to a server with the same API. */
@NullMarked
package io.drover.restapi.conformance;

import org.jspecify.annotations.NullMarked;

/** An engine in memory for tests of the API: it keeps what it is told and matches nothing. */
@NullMarked
package io.drover.restapi.fake;

import org.jspecify.annotations.NullMarked;

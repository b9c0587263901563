/** The runner of HTTP requests. */
@NullMarked
package io.drover.camelactions.http;

import org.jspecify.annotations.NullMarked;

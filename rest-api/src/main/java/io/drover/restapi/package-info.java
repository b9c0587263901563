/** The REST API: its table of operations and the server that answers them. */
@NullMarked
package io.drover.restapi;

import org.jspecify.annotations.NullMarked;

/** What is known about the sources of routes: settings that acknowledge after the commit, and headers from outside. */
@NullMarked
package io.drover.camelroutes.source;

import org.jspecify.annotations.NullMarked;

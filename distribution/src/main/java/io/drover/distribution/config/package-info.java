/** What conf/drover.yaml and the environment say. */
@NullMarked
package io.drover.distribution.config;

import org.jspecify.annotations.NullMarked;

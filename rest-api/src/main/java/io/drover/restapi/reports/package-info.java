/** Questions to the reporting views. */
@NullMarked
package io.drover.restapi.reports;

import org.jspecify.annotations.NullMarked;

/** What every operation of the API has in common: the call, the answer, the permission, paging, attributes, errors. */
@NullMarked
package io.drover.restapi.http;

import org.jspecify.annotations.NullMarked;

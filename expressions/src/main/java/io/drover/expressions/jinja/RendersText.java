package io.drover.expressions.jinja;

import io.drover.expressions.value.ExpressionFunction;

/** A function that renders a part of the template: its text is HTML where the one who calls it makes HTML. */
interface RendersText extends ExpressionFunction {}

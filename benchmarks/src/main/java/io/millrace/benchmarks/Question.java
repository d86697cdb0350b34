/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.benchmarks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a benchmark class wants to know. The report prints it above the figures; classes of one title share a section. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Question {
    /** A heading of some words. */
    String title();

    /** The question, a sentence or two: also what one operation is. */
    String value();

    /** Where it stands in the report: lower comes first. */
    int order();
}

/* SPDX-License-Identifier: Apache-2.0 */
/** What the S3 sink adds to the core. */
@NullMarked
package io.millrace.benchmarks.s3;

import org.jspecify.annotations.NullMarked;

/* SPDX-License-Identifier: Apache-2.0 */
/** What a person sees. */
@NullMarked
package io.millrace.quickstart.screen;

import org.jspecify.annotations.NullMarked;

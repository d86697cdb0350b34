/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dlq;

import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What letters of one cause have in common, whatever their ids, offsets and values: one fingerprint, one thing to put
 * right. Immutable.
 *
 * <p>It is a hash of class and code of the failure, the destination, the class of the innermost exception, the place in
 * the program if that exception is a fault of a program, and the message with all that changes from record to record
 * taken out. Names of columns, tables and constraints stay in it, so different errors of one server stay apart.
 *
 * @param value 16 hexadecimal digits
 * @param title the message as it was hashed, for people; at most 160 characters
 */
public record Fingerprint(String value, String title) {
    private static final int DIGITS = 16;
    private static final int LONGEST_TITLE = 160;

    private static final int TYPE = 1;
    private static final int UUID = 2;
    private static final int TIME = 3;
    private static final int HEX = 4;

    /** What varies outside of quotations, in the order in which it is looked for; {@code char(10)} is a type and stays. */
    private static final Pattern VARYING = Pattern.compile("([A-Za-z]\\(\\d+(?:, ?\\d+)?\\))"
            + "|(\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b)"
            + "|(\\b\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?)?(?:Z|[+-]\\d{2}(?::?\\d{2})?)?)"
            + "|(\\b0x[0-9a-fA-F]+\\b|\\b(?=[a-fA-F]*\\d)(?=\\d*[a-fA-F])[0-9a-fA-F]{8,}\\b)"
            + "|((?<![A-Za-z_\\d])[-+]?\\d+(?:[.,]\\d+)*(?:[eE][-+]?\\d+)?)");

    /** Packages whose frames say nothing about the cause. */
    private static final Pattern FOREIGN = Pattern.compile(
            "(?:java|javax|jdk|sun|com\\.sun|com\\.fasterxml|com\\.mysql"
                    + "|com\\.zaxxer|org\\.apache|org\\.elasticsearch|org\\.h2|org\\.mariadb|org\\.postgresql|software\\.amazon)\\..*");

    /** Numbers that the compiler gives to lambdas and anonymous classes. */
    private static final Pattern GENERATED = Pattern.compile("\\$\\d+|\\$\\$Lambda.*");

    public Fingerprint {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(title, "title");
    }

    /** The fingerprint of a failed record. */
    public static Fingerprint of(FailedRecord failed) {
        String target =
                failed.destination() == null ? "topic " + failed.coordinates().topic() : failed.destination();
        return of(failed.failure(), target);
    }

    /**
     * The fingerprint of a failure.
     *
     * @param target table, index or path, or whatever else tells apart what has to be put right
     */
    public static Fingerprint of(Failure failure, String target) {
        Throwable root = root(failure.cause());
        return of(
                String.valueOf(failure.failureClass()),
                failure.code(),
                target,
                root == null ? "" : root.getClass().getName(),
                root == null ? "" : place(root),
                failure.message());
    }

    /**
     * The fingerprint of a letter that came without one: written by an earlier version, or by somebody else.
     *
     * @param exceptionClass class of the exception it names
     */
    public static Fingerprint of(
            FailureClass failureClass, FailureCode code, String target, String exceptionClass, String message) {
        return of(failureClass.name(), code, target, exceptionClass, "", message);
    }

    private static Fingerprint of(
            String failureClass, FailureCode code, String target, String root, String place, String text) {
        String message = normalized(text);
        String identity = String.join("\u0000", failureClass, code.value(), target, root, place, message);
        String title = message.length() <= LONGEST_TITLE ? message : message.substring(0, LONGEST_TITLE);
        return new Fingerprint(LetterId.hash(identity).substring(0, DIGITS), title);
    }

    private static @Nullable Throwable root(@Nullable Throwable error) {
        Throwable root = error;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /**
     * Where a program went wrong. What a server or the network says has its own code, and may come to light in different
     * places (a batch, a row alone), so there the place would part what belongs together.
     */
    private static String place(Throwable root) {
        if (!(root instanceof RuntimeException || root instanceof Error)) {
            return "";
        }
        for (StackTraceElement frame : root.getStackTrace()) {
            if (!FOREIGN.matcher(frame.getClassName()).matches()) {
                return GENERATED
                        .matcher(frame.getClassName() + "#" + frame.getMethodName())
                        .replaceAll("");
            }
        }
        return "";
    }

    /** A message without what changes from record to record. */
    static String normalized(String message) {
        StringBuilder text = new StringBuilder(message.length());
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < message.length()) {
            int end = SafeText.opensQuotation(message, at) ? message.indexOf(message.charAt(at), at + 1) : -1;
            if (end < 0) {
                plain.append(message.charAt(at));
                at++;
                continue;
            }
            text.append(withoutVarying(plain));
            plain.setLength(0);
            char quote = message.charAt(at);
            text.append(quote)
                    .append(SafeText.isName(message, at) ? message.substring(at + 1, end) : SafeText.LEFT_OUT)
                    .append(quote);
            at = end + 1;
        }
        return text.append(withoutVarying(plain)).toString().strip();
    }

    private static String withoutVarying(CharSequence plain) {
        return VARYING.matcher(plain).replaceAll(found -> Matcher.quoteReplacement(placeholder(found)));
    }

    private static String placeholder(MatchResult found) {
        if (found.group(TYPE) != null) {
            return found.group();
        }
        if (found.group(UUID) != null) {
            return "<uuid>";
        }
        if (found.group(TIME) != null) {
            return "<time>";
        }
        return found.group(HEX) != null ? "<hex>" : "<n>";
    }

    @Override
    public String toString() {
        return value;
    }
}

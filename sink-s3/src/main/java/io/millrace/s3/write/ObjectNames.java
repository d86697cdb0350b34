/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.s3.write;

/**
 * The names of a partition's objects at one destination: {@code <prefix>/<partition>/<first offset><extension>}, the
 * offset with 20 digits so that names sort as offsets do. Beside them, out of their way, is what was replayed:
 * {@code <prefix>/<partition>/<offset>-replayed<extension>}. Immutable and thread-safe.
 */
final class ObjectNames {
    private static final int DIGITS = 20;
    private static final String REPLAYED = "-replayed";

    private final String folder;
    private final String extension;

    /**
     * @param prefix as the user's template made it
     * @param partition what the folder of the partition is called
     * @param extension what names end with, the dot included
     */
    ObjectNames(String prefix, String partition, String extension) {
        this.folder = prefix + "/" + partition + "/";
        this.extension = extension;
    }

    /** What all names begin with. */
    String folder() {
        return folder;
    }

    /** The name of the object that begins at an offset. */
    String key(long offset) {
        return start(offset) + extension;
    }

    /** What the name of the object that begins at an offset begins with, whatever it is made of. */
    String stem(long offset) {
        return start(offset) + ".";
    }

    /** The name of the object that holds one row, which was replayed. */
    String replayedKey(long offset) {
        return start(offset) + REPLAYED + extension;
    }

    /** What the name of such an object begins with, whatever it is made of. */
    String replayedStem(long offset) {
        return start(offset) + REPLAYED + ".";
    }

    /** Alphabetically before all objects that begin at {@code offset} or later, and behind all others. */
    String before(long offset) {
        return start(offset);
    }

    private String start(long offset) {
        String digits = Long.toString(offset);
        return folder + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** The offset that a name begins at, or -1 if it is none of these names. */
    long offset(String key) {
        int dot = folder.length() + DIGITS;
        if (key.length() <= dot || key.charAt(dot) != '.') {
            return -1;
        }
        try {
            return Long.parseLong(key.substring(folder.length(), dot));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}

// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Bidirectional mapping of object names to file paths. A slash begins a subdirectory, and most
 * other characters are unchanged. Characters that file systems reject or treat differently are
 * escaped:
 *
 * <ul>
 *   <li>percent signs, control characters, and each UTF-8 byte of non-ASCII characters, as
 *       {@code %25};
 *   <li>the first dot of {@code .} and {@code ..}, and the dot in the name of a directory that ends
 *       in {@code .json}, so that it does not collide with the file of an object, as {@code %2E};
 *   <li>an empty segment, as before a leading slash, as {@code %_};
 *   <li>a segment that is longer than a file name may be is split into directories that end in
 *       {@code %~}.
 * </ul>
 */
final class ObjectFileNames {
    /** Prefix of the names of files that belong to no object. */
    static final String NO_OBJECT = "%tmp-";

    private static final String EMPTY = "%_";
    private static final String CONTINUED = "%~";
    /** Longest segment, in bytes; file systems allow 255. */
    private static final int LONGEST = 250;

    private ObjectFileNames() {}

    /**
     * Returns the file of an object.
     *
     * @throws ObjectStoreException when the name is no valid Unicode string
     */
    static Path file(Path root, String name) {
        int slash = name.lastIndexOf('/');
        return resolve(directory(root, name), encode(name.substring(slash + 1)));
    }

    /**
     * Returns the directory that contains, directly or in subdirectories, the files of all objects
     * with a prefix.
     */
    static Path directory(Path root, String prefix) {
        Path directory = root;
        int from = 0;
        for (int slash = prefix.indexOf('/'); slash >= 0; slash = prefix.indexOf('/', from)) {
            String part = encode(prefix.substring(from, slash));
            directory = resolve(directory, part.endsWith(".json") ? part.replaceFirst("\\.json$", "%2Ejson") : part);
            from = slash + 1;
        }
        return directory;
    }

    /**
     * Returns whether a directory can contain files of objects with a prefix.
     *
     * @param child a direct child of the {@link #directory} of that prefix
     */
    static boolean mayHold(Path child, String prefix) {
        String wanted = prefix.substring(prefix.lastIndexOf('/') + 1);
        String encoded = String.valueOf(child.getFileName());
        boolean continued = encoded.endsWith(CONTINUED);
        String part = decode(
                (continued ? encoded.substring(0, encoded.length() - CONTINUED.length()) : encoded).replace(EMPTY, ""));
        return part.startsWith(wanted) || (continued && wanted.startsWith(part));
    }

    private static String encode(String part) {
        if (part.isEmpty()) {
            return EMPTY;
        }
        StringBuilder encoded = new StringBuilder(part.length());
        for (byte b : utf8(part)) {
            if (b < ' ' || b == '%' || b == 0x7f) {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            } else {
                encoded.append((char) b);
            }
        }
        String result = encoded.toString();
        return result.equals(".") || result.equals("..") ? "%2E" + result.substring(1) : result;
    }

    private static byte[] utf8(String part) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(part));
            byte[] result = new byte[bytes.remaining()];
            bytes.get(result);
            return result;
        } catch (CharacterCodingException e) {
            throw new ObjectStoreException("The name of an object has an unpaired surrogate", e);
        }
    }

    private static Path resolve(Path directory, String part) {
        String rest = part;
        Path path = directory;
        while (rest.length() > LONGEST) {
            int end = LONGEST;
            // Never split an escape sequence.
            int percent = rest.lastIndexOf('%', end);
            if (percent > end - 3) {
                end = percent;
            }
            path = path.resolve(rest.substring(0, end) + CONTINUED);
            rest = rest.substring(end);
        }
        return path.resolve(rest);
    }

    /**
     * Returns the name of the object of a file below the root; empty when the file belongs to no
     * object.
     */
    static Optional<String> name(Path root, Path file) {
        StringBuilder joined = new StringBuilder();
        String separator = "";
        for (Path part : root.relativize(file)) {
            String text = part.toString();
            boolean continued = text.endsWith(CONTINUED);
            joined.append(separator).append(continued ? text.substring(0, text.length() - CONTINUED.length()) : text);
            separator = continued ? "" : "/";
        }
        String name = decode(joined.toString().replace(EMPTY, ""));
        return file.equals(file(root, name)) ? Optional.of(name) : Optional.empty();
    }

    private static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%'
                    && i + 2 < encoded.length()
                    && HexFormat.isHexDigit(encoded.charAt(i + 1))
                    && HexFormat.isHexDigit(encoded.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

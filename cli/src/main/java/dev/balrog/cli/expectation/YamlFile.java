// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.expectation;

import dev.balrog.cli.options.InvalidOptionException;
import dev.balrog.core.JsonPointers;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * YAML document with the line of each value. Only what JSON can express as well: aliases, duplicate
 * keys and several documents are refused. Numbers keep their digits: {@code 140.0} is the string
 * with these characters, so that versions need no quotes.
 */
public final class YamlFile {
    private static final long MAX_BYTES = 2_500_000;
    private static final int MAX_DEPTH = 20;

    private final Path file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final JsonNode root;

    private YamlFile(Path file, String content) {
        this.file = file;
        this.root = parse(content);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidOptionException if it can't be read or is no such document; the message begins
     *     with the file and the line
     */
    public static YamlFile read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidOptionException(file + " has more than " + MAX_BYTES + " bytes");
            }
            return new YamlFile(file, Files.readString(file));
        } catch (IOException unreadable) {
            throw new InvalidOptionException(file + " can't be read: " + unreadable);
        }
    }

    /** Returns the document. */
    public JsonNode root() {
        return root;
    }

    /**
     * Returns a failure with the file and the line of a value.
     *
     * @param pointer location of the value, as a JSON Pointer
     */
    public InvalidOptionException invalid(String pointer, String message) {
        String known = pointer;
        while (!lines.containsKey(known) && !known.isEmpty()) {
            known = known.substring(0, known.lastIndexOf('/'));
        }
        return invalid(lines.getOrDefault(known, 1), message);
    }

    private InvalidOptionException invalid(int line, String message) {
        return new InvalidOptionException(file + ":" + line + ": " + message);
    }

    private JsonNode parse(String content) {
        try (YAMLParser parser = (YAMLParser) new YAMLMapper(new YAMLFactory()).createParser(content)) {
            if (parser.nextToken() == null) {
                throw invalid(1, "the file is empty");
            }
            JsonNode value = value(parser, "", 0);
            if (parser.nextToken() != null) {
                throw invalid(line(parser), "there is a second document");
            }
            return value;
        } catch (JacksonException invalid) {
            TokenStreamLocation location = invalid.getLocation();
            throw invalid(
                    location == null ? 1 : Math.max(1, location.getLineNr()),
                    invalid.getOriginalMessage().lines().findFirst().orElse("invalid"));
        }
    }

    private static int line(YAMLParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private JsonNode value(YAMLParser parser, String pointer, int depth) {
        lines.putIfAbsent(pointer, line(parser));
        if (parser.isCurrentAlias()) {
            throw invalid(line(parser), "aliases are not supported");
        }
        if (depth > MAX_DEPTH) {
            throw invalid(line(parser), "values are nested deeper than " + MAX_DEPTH + " levels");
        }
        @Nullable JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser, pointer, depth);
            case START_ARRAY -> array(parser, pointer, depth);
            case VALUE_NUMBER_INT -> integer(parser.getString());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            case null, default -> StringNode.valueOf(parser.getString());
        };
    }

    private ObjectNode object(YAMLParser parser, String pointer, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int line = line(parser);
            if (object.has(name)) {
                throw invalid(line, "'" + name + "' is given twice");
            }
            String child = JsonPointers.child(pointer, name);
            lines.put(child, line);
            parser.nextToken();
            object.set(name, value(parser, child, depth + 1));
        }
        return object;
    }

    private ArrayNode array(YAMLParser parser, String pointer, int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, pointer + '/' + array.size(), depth + 1));
        }
        return array;
    }

    /** Returns a number, or the string where the number would lose characters, as in {@code 010}. */
    private static JsonNode integer(String digits) {
        try {
            BigInteger number = new BigInteger(digits);
            if (number.toString().equals(digits)) {
                if (number.bitLength() < Integer.SIZE) {
                    return JsonNodeFactory.instance.numberNode(number.intValueExact());
                }
                return number.bitLength() < Long.SIZE
                        ? JsonNodeFactory.instance.numberNode(number.longValueExact())
                        : JsonNodeFactory.instance.numberNode(number);
            }
        } catch (NumberFormatException notDecimal) {
            // Kept as it is written.
        }
        return StringNode.valueOf(digits);
    }
}

// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parser of JSON that clients send. It accepts only documents that every parser reads alike: UTF-8 without overlong
 * sequences, no key twice in an object, nothing after the value. What people and automation read before they sign is then what
 * is stored.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-8.1">RFC 8259, sections 4 and 8.1</a>
 */
public final class StrictJson {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For documents in string fields, whose numbers keep all their digits. */
    private static final JsonMapper EXACT = JSON.rebuild()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /** JSON that is malformed, with the reason in a sentence for the client. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        private MalformedException(String reason) {
            super(reason);
        }
    }

    /**
     * Parses the body of a request. A leading byte order mark is ignored, as RFC 8259 permits.
     *
     * @throws MalformedException when it is not UTF-8 or not JSON
     */
    static JsonNode parse(byte[] body) throws MalformedException {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("The body is not valid UTF-8");
        }
        return parse(JSON, !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    }

    /**
     * Parses a document in a string field.
     *
     * @throws MalformedException when it is not JSON
     */
    public static JsonNode parse(String document) throws MalformedException {
        return parse(EXACT, document);
    }

    private static JsonNode parse(JsonMapper mapper, String document) throws MalformedException {
        try {
            return mapper.readTree(document);
        } catch (JacksonException e) {
            throw new MalformedException(e.getOriginalMessage());
        }
    }
}

// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cloud;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Speaks the protocol of S3 as an old store does: no other way to address a bucket, and no new checksums. */
final class S3Server extends CloudServer {
    static final String ACCESS_KEY = "an-access-key";

    S3Server() throws IOException {}

    @Override
    Answer answer(HttpExchange exchange, byte[] body) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null || !authorization.startsWith("AWS4-HMAC-SHA256 Credential=" + ACCESS_KEY + "/")) {
            return error(403, "AccessDenied", "Access Denied");
        }
        String path = exchange.getRequestURI().getRawPath();
        if (!path.equals("/" + BUCKET) && !path.startsWith("/" + BUCKET + "/")) {
            return error(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        String key = decode(path.substring(Math.min(path.length(), BUCKET.length() + 2)));
        Map<String, String> query = query(exchange);
        if (exchange.getRequestMethod().equals("PUT")) {
            return put(exchange, key, body);
        }
        if (query.getOrDefault("list-type", "").equals("2")) {
            return list(query);
        }
        byte[] object = objects.get(key);
        return object == null
                ? error(404, "NoSuchKey", "The specified key does not exist.")
                : new Answer(200, "application/json", object);
    }

    private Answer put(HttpExchange exchange, String key, byte[] body) {
        if (String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                .contains("aws-chunked")) {
            return error(501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }
        objects.put(key, body);
        contentTypes.put(key, String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
        return Answer.of(200, "application/xml", "");
    }

    private Answer list(Map<String, String> query) {
        Names found = names(query.getOrDefault("prefix", ""), query.getOrDefault("continuation-token", ""));
        boolean encoded = query.getOrDefault("encoding-type", "").equals("url");
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult><Name>" + BUCKET + "</Name>");
        if (encoded) {
            xml.append("<EncodingType>url</EncodingType>");
        }
        found.names()
                .forEach(name -> xml.append("<Contents><Key>")
                        .append(encoded ? URLEncoder.encode(name, StandardCharsets.UTF_8) : escape(name))
                        .append("</Key><Size>")
                        .append(1)
                        .append("</Size></Contents>"));
        xml.append("<IsTruncated>").append(found.more()).append("</IsTruncated>");
        if (found.more()) {
            xml.append("<NextContinuationToken>")
                    .append(escape(found.names().getLast()))
                    .append("</NextContinuationToken>");
        }
        return Answer.of(200, "application/xml", xml + "</ListBucketResult>");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Override
    Answer error(int status) {
        return status == 403
                ? error(status, "AccessDenied", "Access Denied")
                : error(status, "InternalError", "We encountered an internal error.");
    }

    private static Answer error(int status, String code, String message) {
        return Answer.of(
                status,
                "application/xml",
                "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
    }
}

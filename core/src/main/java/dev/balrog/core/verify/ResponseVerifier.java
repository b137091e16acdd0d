// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.verify.Finding.ForbiddenUrl;
import dev.balrog.core.verify.Finding.Malformed;
import dev.balrog.core.verify.Finding.NoFile;
import dev.balrog.core.verify.Finding.Unusable;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses rendered responses as clients do, and reports their problems. Not thread-safe.
 *
 * @see <a href="https://firefox-source-docs.mozilla.org/toolkit/mozapps/update/docs/">Application
 *     Update in Firefox</a>
 */
public final class ResponseVerifier {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Attributes of updates whose URL a client opens for its user. */
    private static final Set<String> PAGES =
            Set.of("detailsURL", "licenseURL", "billboardURL", "openURL", "notificationURL", "alertURL");

    /** String that Mozilla's Balrog and this server send for a missing value. */
    private static final String ABSENT = "None";

    private final XMLInputFactory factory = secureFactory();
    private final DomainAllowlist allowlist;

    /** Creates a verifier that compares URLs with an allow-list. */
    public ResponseVerifier(DomainAllowlist allowlist) {
        this.allowlist = allowlist;
    }

    /**
     * Returns a factory of Aalto's parsers, of which creating one costs little: a start of the public
     * app parses some 100,000 short documents.
     */
    private static XMLInputFactory secureFactory() {
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // Lazy parsing would report malformed content as an unchecked exception of getText().
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        return factory;
    }

    /** Returns the problems of an {@code update.xml} for a client of a product. */
    public List<Finding> verifyXml(String body, String product) {
        Reading reading = new Reading(product);
        if (hasForbiddenControl(body)) {
            reading.malformed("it has a control character");
        }
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(body));
            try {
                while (xml.hasNext()) {
                    reading.event(xml.next(), xml);
                }
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            reading.malformed("it is not well-formed XML: " + oneLine(e.getMessage()));
        }
        return List.copyOf(reading.findings);
    }

    /**
     * Returns whether a document has a control character that XML forbids. Aalto accepts some of them
     * between tokens.
     */
    private static boolean hasForbiddenControl(String body) {
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                return true;
            }
        }
        return false;
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).replaceAll("\\s+", " ");
    }

    /** State of parsing a document. */
    private final class Reading {
        private final String product;
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> open = new ArrayList<>();
        private final Set<String> patchTypes = new HashSet<>();
        private int updates;
        private boolean needsPatch;

        Reading(String product) {
            this.product = product;
        }

        void event(int event, XMLStreamReader xml) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> start(xml);
                case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!xml.getText().isBlank()) {
                        malformed("there is text between elements");
                    }
                }
                case XMLStreamConstants.SPACE, XMLStreamConstants.START_DOCUMENT, XMLStreamConstants.END_DOCUMENT -> {}
                default -> malformed("there is a node that is neither an element nor an attribute");
            }
        }

        private void start(XMLStreamReader xml) {
            String name = xml.getLocalName();
            String parent = open.isEmpty() ? "" : open.getLast();
            open.add(name);
            Map<String, String> attributes = new HashMap<>();
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
            }
            switch (parent + ">" + name) {
                case ">updates", "updates>addons" -> {}
                case "updates>update" -> update(attributes);
                case "update>patch" -> patch(attributes);
                case "addons>addon" -> addon(attributes);
                case "addon>mirror" -> fetched("mirror", attributes);
                default -> malformed("there is an element " + name + " in " + (parent.isEmpty() ? "no other" : parent));
            }
        }

        private void end(String name) {
            open.removeLast();
            if (name.equals("update") && needsPatch && patchTypes.isEmpty()) {
                findings.add(new NoFile(""));
            }
        }

        private void update(Map<String, String> attributes) {
            updates++;
            if (updates > 1) {
                malformed("there is more than one update");
            }
            patchTypes.clear();
            needsPatch = !"true".equals(attributes.get("unsupported"));
            require("update", attributes, "type");
            if (needsPatch) {
                require("update", attributes, "buildID");
                String versionName = attributes.containsKey("appVersion") ? "appVersion" : "version";
                require("update", attributes, versionName);
            }
            PAGES.forEach(page -> {
                String url = attributes.get(page);
                if (url != null && !FetchedUrl.isForPeople(url)) {
                    findings.add(new ForbiddenUrl("", url, page + " links to " + url + ", which is not a web page"));
                }
            });
        }

        private void patch(Map<String, String> attributes) {
            String type = String.valueOf(attributes.get("type"));
            if (!type.equals("complete") && !type.equals("partial")) {
                unusable("a patch is of type " + type);
            } else if (!patchTypes.add(type)) {
                malformed("there is more than one " + type + " patch");
            }
            file("patch", attributes);
        }

        private void addon(Map<String, String> attributes) {
            require("addon", attributes, "id");
            require("addon", attributes, "version");
            file("addon", attributes);
        }

        private void file(String element, Map<String, String> attributes) {
            fetched(element, attributes);
            FileRules.hashProblem(attributes.get("hashFunction"), attributes.get("hashValue"))
                    .ifPresent(problem -> unusable(element + ": " + problem));
            FileRules.sizeProblem(attributes.get("size")).ifPresent(problem -> unusable(element + ": " + problem));
        }

        private void fetched(String element, Map<String, String> attributes) {
            String url = attributes.get("URL");
            if (url == null || url.isEmpty()) {
                unusable(element + " has no URL");
                return;
            }
            url(url, product).ifPresent(findings::add);
        }

        private void require(String element, Map<String, String> attributes, String name) {
            String value = attributes.get(name);
            if (value == null || value.isEmpty() || value.equals(ABSENT)) {
                unusable(element + " has no " + name);
            }
        }

        private void unusable(String message) {
            findings.add(new Unusable("", message));
        }

        void malformed(String message) {
            findings.add(new Malformed("", message));
        }
    }

    private Optional<Finding> url(String url, String product) {
        return FetchedUrl.problem(url, product, allowlist).map(problem -> {
            String message = "updates of " + product + " can't come from " + url + ": " + problem.text();
            return problem.isForbidden() ? new ForbiddenUrl("", url, message) : new Unusable("", message);
        });
    }

    /** Returns the problems of an {@code update.json} for a client of a product. */
    public List<Finding> verifyJson(String body, String product) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JacksonException e) {
            return List.of(new Malformed("", "it is not JSON: " + oneLine(e.getOriginalMessage())));
        }
        if (!json.isObject()) {
            return List.of(new Malformed("", "it is not a JSON object"));
        }
        if (json.isEmpty()) {
            return List.of(new NoFile(""));
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of("version", "url")) {
            if (!json.path(name).isString() || json.path(name).asString().isEmpty()) {
                findings.add(new Unusable("", "there is no " + name));
            }
        }
        if (!json.path("required").isBoolean()) {
            findings.add(new Unusable("", "there is no required"));
        }
        if (json.path("url").isString()) {
            url(json.path("url").asString(), product).ifPresent(findings::add);
        }
        FileRules.hashProblem(string(json, "hashFunction"), string(json, "hashValue"))
                .ifPresent(problem -> findings.add(new Unusable("", problem)));
        return List.copyOf(findings);
    }

    private static @Nullable String string(JsonNode json, String name) {
        return json.path(name).isString() ? json.path(name).asString() : null;
    }
}

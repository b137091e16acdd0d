// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Judges responses as a careful client would, with the XML and URL parsers of the Java library alone: shares nothing with
 * the code that makes them.
 */
final class ResponseJudge {
    private static final Set<String> ELEMENTS = Set.of("updates", "update", "patch", "addons", "addon", "mirror");
    private static final Set<String> PATCH_ATTRIBUTES =
            Set.of("type", "URL", "hashFunction", "hashValue", "size", "binTransInclusionProof");
    private static final Set<String> ADDON_ATTRIBUTES =
            Set.of("id", "URL", "hashFunction", "hashValue", "size", "version");

    private final DocumentBuilder parser;
    private int files;

    ResponseJudge() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setExpandEntityReferences(false);
        parser = factory.newDocumentBuilder();
        parser.setErrorHandler(new DefaultHandler());
    }

    /** Returns how many files responses have offered so far. */
    int files() {
        return files;
    }

    /** Returns what is wrong with a response; empty when nothing is. */
    List<String> faults(String xml) throws Exception {
        Element root;
        try {
            root = parser.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (SAXException e) {
            return List.of("no XML: " + e.getMessage());
        }
        List<String> faults = new ArrayList<>();
        judge(root, null, faults);
        return faults;
    }

    private void judge(Element element, @Nullable String parent, List<String> faults) {
        String name = element.getTagName();
        if (!ELEMENTS.contains(name)) {
            faults.add("an element " + name);
        }
        boolean inPlace = switch (name) {
            case "updates" -> parent == null;
            case "update", "addons" -> "updates".equals(parent);
            case "patch" -> "update".equals(parent);
            case "addon" -> "addons".equals(parent);
            case "mirror" -> "addon".equals(parent);
            default -> false;
        };
        if (!inPlace) {
            faults.add("an element " + name + " in " + parent);
        }
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            judgeAttribute(name, attributes.item(i), faults);
        }
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                children.add(inner);
            } else if (!child.getTextContent().isBlank()) {
                faults.add("text in " + name);
            }
        }
        judgeCounts(name, children, faults);
        children.forEach(child -> judge(child, name, faults));
    }

    private static void judgeCounts(String name, List<Element> children, List<String> faults) {
        long completes = children.stream()
                .filter(child -> child.getAttribute("type").equals("complete")
                        && child.getTagName().equals("patch"))
                .count();
        if ((name.equals("updates") && children.size() > 1)
                || completes > 1
                || (name.equals("update") && children.size() > 2)) {
            faults.add("more in " + name + " than a release has");
        }
    }

    private void judgeAttribute(String element, Node attribute, List<String> faults) {
        String name = attribute.getNodeName();
        boolean known = switch (element) {
            case "patch" -> PATCH_ATTRIBUTES.contains(name);
            case "addon" -> ADDON_ATTRIBUTES.contains(name);
            case "mirror" -> name.equals("URL");
            case "update" -> !name.equals("URL");
            default -> false;
        };
        if (!known) {
            faults.add("an attribute " + name + " of " + element);
        }
        if (name.equals("URL")) {
            files++;
            judgeUrl(attribute.getNodeValue(), faults);
        }
    }

    /** Judges a URL by the allow-list of the test: all of cdn.example, and of paths.example what is below /ok/. */
    static void judgeUrl(String url, List<String> faults) {
        URI uri;
        try {
            // Clients encode these as they are.
            uri = new URI(url.replaceAll("%(?![0-9A-Fa-f]{2})", "%25")
                    .replaceAll("[ {}|^`\\[\\]\u00a0]", "_")
                    .replaceFirst("#.*", ""));
        } catch (URISyntaxException e) {
            faults.add("no URL: " + url);
            return;
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        boolean allowed = ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                && uri.getRawUserInfo() == null
                && ("cdn.example".equals(uri.getRawAuthority())
                        || ("paths.example".equals(uri.getRawAuthority()) && path.startsWith("/ok/")));
        if (!allowed || leavesItsFolder(path) || url.chars().anyMatch(c -> c < ' ' || c == '\\')) {
            faults.add("forbidden URL: " + url);
        }
    }

    private static boolean leavesItsFolder(String path) {
        String decoded = path;
        for (int i = 0; i < 4; i++) {
            boolean hasDots = Arrays.stream(decoded.split("[/\\\\]", -1))
                    .map(segment -> segment.replaceFirst(";.*", "").strip())
                    .anyMatch(segment -> segment.equals("..") || segment.equals("."));
            if (hasDots) {
                return true;
            }
            decoded = URLDecoder.decode(
                    decoded.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replace("+", "%2B"), StandardCharsets.ISO_8859_1);
        }
        return false;
    }
}

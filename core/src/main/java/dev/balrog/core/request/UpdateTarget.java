// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.core.BadDataException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Update URL that a person or a file gives, parsed as the public app does.
 *
 * @param format format of the response
 * @param request the update request
 */
public record UpdateTarget(UpdateUrl.Format format, UpdateRequest request) {

    /**
     * Parses a URL, whole or without its host.
     *
     * @throws BadDataException when it is no update URL, or has a query
     *     that the public app rejects
     */
    public static UpdateTarget parse(String pasted) {
        return parse(pasted, null);
    }

    /**
     * Parses a URL, whole or without its host, of a client with a user agent.
     *
     * @param userAgent value of the {@code User-Agent} header; null where it is unknown
     * @throws BadDataException as {@link #parse(String)}
     */
    public static UpdateTarget parse(String pasted, @Nullable String userAgent) {
        RequestTarget target = target(pasted);
        UpdateUrl url = url(target);
        return new UpdateTarget(url.format(), url.read(target.segments(), target.query(), userAgent));
    }

    /** Returns the target of another request with the same format. */
    public UpdateTarget with(UnaryOperator<UpdateRequest> change) {
        return new UpdateTarget(format, change.apply(request));
    }

    /** Returns a URL of the request, as {@link UpdateUrl#target} does. */
    public String url() {
        return UpdateUrl.target(format, request);
    }

    /**
     * Parses the target of a request, as the public app does.
     *
     * @param rawTarget path and query as in the request line
     * @param userAgent value of the {@code User-Agent} header; null if absent
     * @return the request; empty when it is no update URL, or the public app rejects its query
     */
    public static Optional<UpdateTarget> sent(String rawTarget, @Nullable String userAgent) {
        RequestTarget target = RequestTarget.parse(rawTarget).withoutDoubledLeadingSlashes();
        UpdateUrl url = UpdateUrl.of(target.segments());
        if (url == null
                || !url.parameters().containsAll(target.query().keySet())
                || UpdateUrl.hasEmptyPin(target.query())) {
            return Optional.empty();
        }
        return Optional.of(new UpdateTarget(url.format(), url.read(target.segments(), target.query(), userAgent)));
    }

    /**
     * Returns the request target that a client sends for a URL: non-ASCII characters as bytes of
     * UTF-8.
     */
    private static RequestTarget target(String pasted) {
        return RequestTarget.parse(new String(pasted.strip().getBytes(UTF_8), ISO_8859_1));
    }

    private static UpdateUrl url(RequestTarget target) {
        UpdateUrl url = UpdateUrl.of(target.segments());
        if (url == null) {
            throw new BadDataException("This is not an update URL. Expected one such as"
                    + " https://aus5.mozilla.org/update/6/Firefox/128.0/20240701000000/Linux_x86_64-gcc3/de/release/"
                    + "Linux%206.8/ISET:SSE4_2,MEM:16000/default/default/update.xml?force=1, or the path of one:"
                    + " /update/1/ to /update/6/ up to /update.xml, /json/1/ or /json/2/ up to /update.json, with"
                    + " all fields in between.");
        }
        TreeSet<String> unknown = new TreeSet<>(target.query().keySet());
        unknown.removeAll(url.parameters());
        if (!unknown.isEmpty()) {
            throw new BadDataException(
                    "The public app rejects this URL because of its query: " + String.join(", ", unknown)
                            + " is unknown. Expected any of "
                            + String.join(", ", new TreeSet<>(url.parameters())) + ".");
        }
        if (UpdateUrl.hasEmptyPin(target.query())) {
            throw new BadDataException(
                    "The public app rejects this URL because of its query: the pin is empty. Expected a"
                            + " version such as 115. or 115.3., or no pin at all.");
        }
        return url;
    }
}

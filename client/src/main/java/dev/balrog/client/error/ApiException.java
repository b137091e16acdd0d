// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.error;

import java.util.List;

/** Rejection by the server, with the contents of its problem document. */
public sealed class ApiException extends ClientException permits OutdatedChangeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    /** Exceptions and messages of the server for a data version that is outdated or missing. */
    private static final List<String> OUTDATED = List.of(
            "OutdatedDataError",
            "old_data_version doesn't match current data_version",
            "Release exists, data_version must be provided",
            "Missing data_version for ",
            "data_version field is missing");

    private final int status;
    private final String title;
    private final String detail;
    private final String reason;

    /** Parts of a rejection: the request and the members of the problem document. */
    public record ChangeRejection(String request, int status, String title, String detail, String reason) {}

    public ApiException(String request, int status, String title, String detail, String reason) {
        this(new ChangeRejection(request, status, title, detail, reason));
    }

    public ApiException(ChangeRejection refusal) {
        super(message(refusal.request(), refusal.status(), refusal.title(), refusal.detail(), refusal.reason()));
        this.status = refusal.status();
        this.title = refusal.title();
        this.detail = refusal.detail();
        this.reason = refusal.reason();
    }

    private static String message(String request, int status, String title, String detail, String reason) {
        StringBuilder message =
                new StringBuilder(request).append(" returned status ").append(status);
        append(message, " ", title);
        append(message, ": ", detail);
        append(message, ": ", reason);
        return message.toString().replaceAll("\\s+", " ");
    }

    private static void append(StringBuilder message, String separator, String text) {
        if (!text.isBlank()) {
            message.append(separator).append(text);
        }
    }

    /** Returns the HTTP status code. */
    public int status() {
        return status;
    }

    /** Returns the title of the problem document; empty if it has none. */
    public String title() {
        return title;
    }

    /** Returns the detail of the problem document; empty if it has none. */
    public String detail() {
        return detail;
    }

    /** Returns the member {@code exception} of the problem document; empty if it has none. */
    public String reason() {
        return reason;
    }

    /** Returns whether the requested resource does not exist. */
    public boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /** Returns whether another client changed the object after its data version was read. */
    public boolean isOutdated() {
        return status == BAD_REQUEST
                && OUTDATED.stream().anyMatch(text -> detail.contains(text) || reason.contains(text));
    }

    /** Returns whether signoffs that the change requires are missing. */
    public boolean needsSignoff() {
        return status == BAD_REQUEST && detail.equals("Signoff Required");
    }

    /** Returns whether users request changes of the scheduled change to be enacted. */
    public boolean isChangesRequested() {
        return status == BAD_REQUEST && detail.equals("Changes requested");
    }

    /** Returns whether the condition of the scheduled change to be enacted is not met yet. */
    public boolean isNotDue() {
        return status == BAD_REQUEST && detail.equals("Not due");
    }

    /** Returns whether the server failed, so that the change may or may not have been executed. */
    public boolean isServerError() {
        return status >= SERVER_ERROR;
    }
}

// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.Call;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.rejection.ReleaseReferrer;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.core.expectation.ExpectationCheckJson;
import dev.balrog.core.release.validation.ReleaseError;
import dev.balrog.service.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Problem documents (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>) for rejected
 * changes. Titles and details are part of the API.
 */
final class Rejections {
    static final String BAD_REQUEST = "Bad Request";
    static final String NOT_FOUND = "Not Found";
    private static final String FORBIDDEN = "Forbidden";
    static final String EXCEPTION = "exception";
    /** Detail of the problem that a change lacks signoffs. */
    private static final String SIGNOFF_REQUIRED = "Signoff Required";

    private Rejections() {}

    /** Returns the problem document of a rejection. */
    static Problem problem(ChangeRejection rejection, Call call) {
        String method = call.operation().method();
        return switch (rejection) {
            case ChangeRejection.PermissionDenied(String reason) ->
                new Problem(403, FORBIDDEN, "Permission Denied", Map.of(EXCEPTION, reason));
            case ChangeRejection.SignoffRequired required -> signoffRequired(required);
            case ChangeRejection.OutdatedSignoff outdated -> outdatedSignoff(outdated);
            case ChangeRejection.ChangesRequested requested ->
                new Problem(
                        400,
                        BAD_REQUEST,
                        "Changes requested",
                        Map.of(EXCEPTION, requested.reason(), "changes_requested_by", requested.by()));
            case ChangeRejection.NotDue(String reason) -> badRequest("Not due", reason);
            case ChangeRejection.Outdated _ ->
                badRequest(
                        "OutdatedDataError",
                        "Couldn't perform the request " + method
                                + ". Outdated Data Version. old_data_version doesn't match current data_version");
            case ChangeRejection.MergeConflict _ ->
                badRequest(
                        "UpdateMergeError",
                        "Couldn't perform the request " + method
                                + " due to merge error. Is there a scheduled change that conflicts with yours?");
            case ChangeRejection.ChangeScheduled(String reason) ->
                badRequest(
                        "ChangeScheduledError",
                        "Couldn't perform the request " + method + " due a conflict with a scheduled change. "
                                + reason);
            case ChangeRejection.ReadOnly(String reason) -> badRequest("Read only", reason);
            case ChangeRejection.InvalidRelease(List<ReleaseError> errors) ->
                flawed("Invalid Blob", messages(errors), errors);
            case ChangeRejection.UnsoundRelease unsound ->
                flawed("Unknown error", unsound.first().message(), unsound.errors());
            case ChangeRejection.InUse(String reason, List<ReleaseReferrer> referencedBy) ->
                new Problem(
                        400,
                        BAD_REQUEST,
                        "Unknown error",
                        Map.of(
                                EXCEPTION,
                                reason,
                                "referenced_by",
                                referencedBy.stream().map(Rejections::referrer).toList()));
            case ChangeRejection.BrokenExpectations broken ->
                new Problem(
                        400,
                        BAD_REQUEST,
                        "Broken expectations",
                        Map.of(
                                EXCEPTION,
                                broken.reason(),
                                "broken_expectations",
                                ExpectationCheckJson.broken(broken.broken())));
            case ChangeRejection.Missing(String reason) ->
                new Problem(404, NOT_FOUND, reason, Map.of(EXCEPTION, reason));
            case ChangeRejection.NotCreated(ChangeRejection cause) -> problem(cause, call);
            case ChangeRejection.OfChangeSet failed -> ofChangeSet(failed, problem(failed.cause(), call));
            case ChangeRejection.Mismatch(String reason) -> badRequest("Unknown error", reason);
            case ChangeRejection.Invalid(String reason) -> badRequest("Unknown error", reason);
        };
    }

    /** Returns the problem of a change in a change set, which names the change. */
    private static Problem ofChangeSet(ChangeRejection.OfChangeSet failed, Problem cause) {
        Map<String, @Nullable Object> extensions = new LinkedHashMap<>(cause.extensions());
        extensions.put(EXCEPTION, failed.reason());
        extensions.put("change", failed.position());
        return new Problem(cause.status(), cause.title(), cause.detail(), extensions);
    }

    private static Problem signoffRequired(ChangeRejection.SignoffRequired required) {
        if (required.ineffective().isEmpty()) {
            return badRequest(SIGNOFF_REQUIRED, required.reason());
        }
        ArrayNode ineffective = JsonNodeFactory.instance.arrayNode();
        SignoffEvaluation.describeIneffective(ineffective, required.ineffective());
        return new Problem(
                400,
                BAD_REQUEST,
                SIGNOFF_REQUIRED,
                Map.of(EXCEPTION, required.reason(), "ineffective_signoffs", ineffective));
    }

    private static Problem outdatedSignoff(ChangeRejection.OutdatedSignoff outdated) {
        Map<String, @Nullable Object> extensions = new LinkedHashMap<>();
        extensions.put(EXCEPTION, outdated.reason());
        extensions.put("sc_data_version", outdated.dataVersion());
        extensions.put("digest", outdated.digest());
        return new Problem(409, "Conflict", "Outdated signoff", extensions);
    }

    private static Map<String, Object> referrer(ReleaseReferrer referrer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", referrer.type());
        if (referrer.id() != null) {
            json.put("id", referrer.id());
        }
        if (referrer.name() != null) {
            json.put("name", referrer.name());
        }
        return json;
    }

    private static Problem badRequest(String detail, String exception) {
        return new Problem(400, BAD_REQUEST, detail, Map.of(EXCEPTION, exception));
    }

    /** Creates a 400 problem for an invalid release, with the errors and their locations. */
    static ProblemException badRelease(String detail, List<ReleaseError> errors) {
        return new ProblemException(flawed(detail, messages(errors), errors));
    }

    private static List<String> messages(List<ReleaseError> errors) {
        return errors.stream().map(ReleaseError::message).toList();
    }

    private static Problem flawed(String detail, Object exception, List<ReleaseError> errors) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put(EXCEPTION, exception);
        extensions.put("errors", errors);
        return new Problem(400, BAD_REQUEST, detail, extensions);
    }

    /** Creates a 400 problem with only a detail. */
    static ProblemException bad(String detail) {
        return new ProblemException(new Problem(400, BAD_REQUEST, detail));
    }

    /** Creates a 400 problem with a detail and its cause. */
    static ProblemException bad(String detail, Object exception) {
        return new ProblemException(new Problem(400, BAD_REQUEST, detail, Map.of(EXCEPTION, exception)));
    }

    /** Returns the problem with the media type that Mozilla's Balrog uses for it. */
    static ProblemException asProblemJson(ProblemException problem) {
        return new ProblemException(problem.problem(), Reply.MediaType.PROBLEM);
    }

    static ProblemException notFound(String detail) {
        return new ProblemException(new Problem(404, NOT_FOUND, detail));
    }

    static ProblemException notFound(String detail, String exception) {
        return new ProblemException(new Problem(404, NOT_FOUND, detail, Map.of(EXCEPTION, exception)));
    }
}

// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.service.Problem;
import org.jspecify.annotations.Nullable;

/** Signals that a call is rejected, with a problem document for the client. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Reply.MediaType mediaType;

    /**
     * Creates an exception.
     *
     * @param mediaType media type of the problem document
     */
    public ProblemException(Problem problem, Reply.MediaType mediaType) {
        this(problem, mediaType, null);
    }

    /**
     * Creates an exception with the media type {@code application/json}.
     *
     * @param cause what the problem document describes
     */
    public ProblemException(Problem problem, Exception cause) {
        this(problem, Reply.MediaType.JSON, cause);
    }

    private ProblemException(Problem problem, Reply.MediaType mediaType, @Nullable Exception cause) {
        super(problem.detail(), cause, false, false);
        this.problem = problem;
        this.mediaType = mediaType;
    }

    /**
     * Creates an exception with the media type {@code application/json}, which most operations use.
     */
    public ProblemException(Problem problem) {
        this(problem, Reply.MediaType.JSON);
    }

    /** Returns the problem document. */
    public Problem problem() {
        return problem;
    }

    /** Returns the response with the problem document. */
    public Reply reply() {
        return Reply.problem(problem, mediaType);
    }
}

// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.service.Problem;

/** A call can't be answered, for a reason that the caller is told in a problem document. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Reply.MediaType mediaType;

    /**
     * A problem.
     *
     * @param mediaType what the document is called
     */
    public ProblemException(Problem problem, Reply.MediaType mediaType) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.mediaType = mediaType;
    }

    /** A problem of media type {@code application/json}, as most of this API are. */
    public ProblemException(Problem problem) {
        this(problem, Reply.MediaType.JSON);
    }

    /** What went wrong. */
    public Problem problem() {
        return problem;
    }

    /** The answer that says so. */
    public Reply reply() {
        return Reply.problem(problem, mediaType);
    }
}

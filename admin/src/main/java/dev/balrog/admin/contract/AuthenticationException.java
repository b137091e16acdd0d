// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.service.Problem;

/** Signals that a request could not be authenticated. */
public final class AuthenticationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /**
     * Creates an exception that is reported as a problem document.
     *
     * @param problem problem with status 401 if another token could succeed, else 403; must not
     *     contain the token
     */
    public AuthenticationException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** Returns the problem document for the client. */
    public Problem problem() {
        return problem;
    }
}

// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import dev.balrog.service.Problem;

/** Nobody known asks. */
public final class AuthenticationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /**
     * A failure that is answered with a problem document.
     *
     * @param problem of status 401 where a better token would help, else 403; must not repeat the token
     */
    public AuthenticationException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** What the caller is told. */
    public Problem problem() {
        return problem;
    }
}

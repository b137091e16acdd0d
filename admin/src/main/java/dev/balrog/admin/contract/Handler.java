// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

/** Handler of the calls of one operation. Runs on a virtual thread and may block. */
@FunctionalInterface
public interface Handler {

    /**
     * Executes a call and returns its response.
     *
     * @throws ProblemException when the call is rejected for a reason that is reported to the
     *     client
     * @throws Exception on any other failure, which is reported and answered with 500
     */
    Reply answer(Call call) throws Exception;
}

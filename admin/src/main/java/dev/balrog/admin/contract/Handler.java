// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

/** Answers the calls of one operation. Runs on a virtual thread and may block. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers a call.
     *
     * @throws ProblemException when the call can't be answered for a reason that the caller is to be told
     * @throws Exception anything else; it is reported, and answered with 500
     */
    Reply answer(Call call) throws Exception;
}

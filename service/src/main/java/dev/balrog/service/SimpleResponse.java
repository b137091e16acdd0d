// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import dev.balrog.core.decision.UpdateAnswer.Header;
import java.util.List;

/**
 * Complete response to a {@link SimpleRequest}.
 *
 * @param status HTTP status of a response with a body
 * @param common headers that many responses share
 * @param contentType value of the {@code Content-Type} header
 * @param headers further headers; names and values are printable ASCII
 * @param body the body, which must not be modified afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SimpleResponse(int status, HeaderBlock common, String contentType, List<Header> headers, byte[] body) {}

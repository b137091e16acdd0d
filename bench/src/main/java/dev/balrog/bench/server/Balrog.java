// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.SampleDatabase.Size;
import java.nio.file.Path;

/**
 * Running Balrog server.
 *
 * @param size the size of its data set
 * @param database the SQLite file that it reads
 * @param server the process
 */
record Balrog(Size size, Path database, ServerProcess server) {}

// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.audit.AuditRecord.RowId;
import java.util.ArrayList;
import java.util.List;

/**
 * Adoption of all governed rows in their current state, so that the audit log explains them from
 * now on. Used for changes by other software that an operator has reviewed, such as those of
 * Mozilla's Balrog on a shared database.
 *
 * @param operator name of the operator who acknowledges
 * @param reason justification for the current state of the rows
 */
public record Acknowledgement(String operator, String reason) {

    public Acknowledgement {
        if (operator.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("an acknowledgement needs an operator and a reason");
        }
    }

    /**
     * Writes the entries: one for the acknowledgement itself, and one for each row that differs
     * from the log.
     *
     * @return the differing rows
     * @throws StoreException when the chain is broken, which can't be acknowledged, or the database
     *     fails
     */
    public List<RowId> write(Database database, long millis) {
        return database.writeExclusively(sql -> {
            ExplainedRows explained = new ExplainedRows();
            explained.advance(sql);
            explained.broken().ifPresent(flaw -> {
                throw new StoreException("The audit log is broken: " + flaw
                        + ". That can't be acknowledged: restore the log from a backup");
            });
            List<AuditRecord> adopted = new ArrayList<>();
            for (GovernedTable table : GovernedTable.all()) {
                ExplainedRows.Absent absent = explained.absent(table.name());
                AuditChain.scan(sql, table, row -> {
                    absent.seen(row.id());
                    if (explained.check(row.id(), row.digest()).isPresent()) {
                        adopted.add(AuditRecord.found(
                                AuditAction.ADOPT, row.id(), row.version(), explained.digest(row.id()), row.digest()));
                    }
                });
                for (long sequence : absent.entries(Integer.MAX_VALUE)) {
                    AuditChain.entry(sql, sequence)
                            .flatMap(AuditEntry::changedRow)
                            .ifPresent(row -> adopted.add(
                                    AuditRecord.found(AuditAction.ADOPT, row, null, explained.digest(row), null)));
                }
            }
            AuditChain.Appender appender = new AuditChain.Appender(sql, operator, millis);
            var details = AuditChain.event().put("reason", reason).put("rows", adopted.size());
            details.set("histories", HistoryDigests.of(sql));
            appender.add(AuditRecord.event(AuditAction.ACKNOWLEDGE, AuditChain.text(details)));
            adopted.forEach(appender::add);
            appender.flush();
            return adopted.stream().map(AuditRecord::row).toList();
        });
    }
}

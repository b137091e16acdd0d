// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.notification.Notifications;
import java.util.List;

/** Runs the tasks of notifications, each in a thread of its own, until it is closed. */
public final class NotificationTasks implements AutoCloseable {
    private final Notifications notifications;
    private final List<PeriodicTask> tasks;

    /** Starts the tasks. */
    NotificationTasks(Notifications notifications) {
        this.notifications = notifications;
        this.tasks = notifications.tasks().entrySet().stream()
                .map(task -> new PeriodicTask(task.getKey(), Notifications.INTERVAL, task.getValue()))
                .toList();
        tasks.forEach(PeriodicTask::start);
    }

    Notifications notifications() {
        return notifications;
    }

    /** Stops after the attempts in progress; what is undelivered stays queued. */
    @Override
    public void close() {
        tasks.forEach(PeriodicTask::close);
        notifications.close();
    }
}

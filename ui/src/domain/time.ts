// SPDX-License-Identifier: MPL-2.0

const UNITS = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long it is until a moment, or since it, such as “in 3 hours”. Both in milliseconds since 1970. */
export function relative(moment: number, now: number): string {
  const distance = moment - now;
  for (const [unit, length] of UNITS) {
    if (Math.abs(distance) >= length) {
      return RELATIVE.format(Math.round(distance / length), unit);
    }
  }
  return 'now';
}

/** Younger events than this are “just now”, in milliseconds: the clocks of browser and server differ a little. */
const JUST_NOW = 10_000;

/** Returns how long ago something happened, such as “5 minutes ago”. What has happened never reads as future. */
export function ago(moment: number, now: number): string {
  return now - moment < JUST_NOW ? 'just now' : relative(moment, now);
}

const SHORT_UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** Returns a length of time in milliseconds as “17 s”, “5 min”, “3 h” or “2 d”. */
export function duration(length: number): string {
  for (const [unit, one] of SHORT_UNITS) {
    if (length >= one) {
      return `${Math.floor(length / one)}\u00a0${unit}`;
    }
  }
  return `${Math.max(0, Math.floor(length / 1_000))}\u00a0s`;
}

/** The last millisecond that JavaScript’s calendar knows; old databases may hold later ones. */
const END_OF_CALENDAR = 8.64e15;
const BEYOND = 'beyond any calendar';

/** Returns whether the calendar has a moment. */
export function isInCalendar(moment: number): boolean {
  return Math.abs(moment) <= END_OF_CALENDAR;
}

/** A moment in the viewer’s time, with the name of the zone. */
export function local(moment: number, timeZone?: string): string {
  if (!isInCalendar(moment)) {
    return BEYOND;
  }
  return new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone,
  }).format(moment);
}

/** A moment in UTC, such as “2026-03-01 14:05:09 UTC”. */
export function utc(moment: number): string {
  if (!isInCalendar(moment)) {
    return `${moment} ms after 1970`;
  }
  return `${new Date(moment).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Returns a time for the viewer and in UTC; once where the viewer’s time zone is UTC. */
export function localAndUtc(moment: number): string {
  const isUtc = isInCalendar(moment) && new Date(moment).getTimezoneOffset() === 0;
  return isUtc ? utc(moment) : `${local(moment)} · ${utc(moment)}`;
}

/** Returns the name of the viewer’s time zone, such as “Europe/Berlin”. */
export function zoneName(): string {
  return new Intl.DateTimeFormat('en-GB').resolvedOptions().timeZone;
}

/** What a field for date and time takes: the viewer’s time without a zone, such as “2026-03-01 14:05”. */
export function toInput(moment: number): string {
  if (!isInCalendar(moment)) {
    return '';
  }
  const offset = new Date(moment).getTimezoneOffset() * 60_000;
  return new Date(moment - offset).toISOString().slice(0, 16).replace('T', ' ');
}

const INPUT = /^(\d{4})-(\d{1,2})-(\d{1,2})[T ]+(\d{1,2}):(\d{2})$/;

/** The moment that was put into such a field; null where there is none, or where the calendar has no such day. */
export function fromInput(text: string): number | null {
  const found = INPUT.exec(text.trim());
  if (found === null) {
    return null;
  }
  const [year, month, date, hours, minutes] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const moment = new Date(year, month - 1, date, hours, minutes);
  const isReal = moment.getMonth() === month - 1 && moment.getDate() === date && hours < 24 && minutes < 60;
  return isReal ? moment.getTime() : null;
}

/** When what is scheduled happens unless somebody says otherwise, in milliseconds from now: time to think again. */
export const SOON = 10 * 60_000;

/** The day of a moment for the viewer, such as “Sunday, 1 March 2026”. */
export function day(moment: number, timeZone?: string): string {
  if (!isInCalendar(moment)) {
    return BEYOND;
  }
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone }).format(moment);
}

/** The time of day for the viewer, such as “15:04”. */
export function timeOfDay(moment: number, timeZone?: string): string {
  if (!isInCalendar(moment)) {
    return BEYOND;
  }
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(moment);
}

/** Returns the time of day to the second, such as “15:35:02”. */
export function clockTime(moment: number, timeZone?: string): string {
  if (!isInCalendar(moment)) {
    return BEYOND;
  }
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(moment);
}

// SPDX-License-Identifier: MPL-2.0

/** The terms that the page explains, each in one or two sentences. */
export const GLOSSARY = {
  rule: {
    term: 'Rule',
    text: 'Maps the clients that match its conditions to a release. Of the rules that match a client, the one with the highest priority applies.',
  },
  mapping: {
    term: 'Release (mapping)',
    text: 'The release that a rule offers. A rule without one offers no update.',
  },
  backgroundRate: {
    term: 'Background rate',
    text: 'The percentage of background update checks that get the release of a rule. Checks that users start themselves always get it. The sample is drawn anew at each check.',
  },
  fallback: {
    term: 'Fallback release (fallbackMapping)',
    text: 'What clients outside the background rate get. Without one they get no update.',
  },
  pin: {
    term: 'Pin',
    text: 'The newest release that clients get which an administrator has limited to a version, such as 128.',
  },
  watershed: {
    term: 'Watershed',
    text: 'A release that all older clients update to first, because later releases can’t be installed over them. It is a rule with a condition on the version and a higher priority.',
  },
  promotion: {
    term: 'Promotion',
    text: 'Rules of a test channel map to a new release first. Shipping gives the rules of the live channel the same release. Rules belong together if all of their conditions but the channel are the same.',
  },
  alias: { term: 'Alias', text: 'A name that stands for the number of a rule in the API and in URLs.' },
  signoff: {
    term: 'Signoff',
    text: 'The agreement of a person, in one of their roles, to exactly one outcome. When the change or a release that it maps to is edited, the signoff no longer counts.',
  },
  requiredSignoff: {
    term: 'Required signoff',
    text: 'How many people of a role have to sign off changes of a product’s channel, or of permissions.',
  },
  scheduledChange: {
    term: 'Scheduled change',
    text: 'A change that the agent enacts at its time or after the last signoff, whichever is later.',
  },
  uptake: {
    term: 'Uptake',
    text: 'How many clients have updated, as telemetry counts them. A change can wait for it where the agent is configured to ask telemetry.',
  },
  shutoff: {
    term: 'Emergency shutoff',
    text: 'Stops all updates of a product’s channel within seconds, without signoffs. Resuming needs the signoffs of the channel.',
  },
  priority: {
    term: 'Priority',
    text: 'Of the rules that match a client, the one with the highest priority applies. All others are ignored.',
  },
} as const;

/** A term that the page explains. */
export type Term = keyof typeof GLOSSARY;

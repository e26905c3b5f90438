/** Every sentence that the assistant says of its own, one typed catalogue a language. What the policy says comes from the policy data. */
import type { Language } from '../command/command.ts';
import type { Saying } from '../dialogue/reply.ts';
import type { Status } from '../policy/schema.ts';
import { english } from './messages-en.ts';
import { chinese } from './messages-zh.ts';

export interface Messages {
  readonly sayings: Readonly<Record<Saying, string>>;
  readonly status: Readonly<Record<Status, string>>;
  readonly dontKnow: string;
  readonly noneOfThem: string;
  readonly noneOfThese: string;
  readonly yes: string;
  readonly no: string;
  readonly confirm: string;
  readonly correct: string;
  readonly startCheck: string;
  readonly person: string;
  readonly whyButton: string;
  readonly whenButton: string;
  readonly checkThis: (pathway: string) => string;
  readonly noted: (facts: string) => string;
  readonly changed: (fact: string, before: string, after: string) => string;
  /** `unknown`: facts that it still hangs on; may be empty. */
  /** Beside an answer in a model's words, and beside the one that stands in for it. */
  readonly wording: Readonly<Record<'model' | 'stand-in', string>>;
  readonly standing: (pathway: string, status: string, unknown: string) => string;
  readonly offerCheck: string;
  readonly private: string;
  readonly again: string;
  readonly unread: string;
  readonly unreadChoices: string;
  readonly unreadPerson: (contact: string) => string;
  readonly month: (fact: string, year: string) => string;
  readonly day: (fact: string, month: string) => string;
  readonly severalAllowed: string;
  /** Of words with one likely reading, … */
  readonly isMeant: (quote: string) => string;
  /** … and with several. */
  readonly clarify: (quote: string) => string;
  readonly review: string;
  readonly reviewNothing: string;
  readonly reviewGoal: (pathway: string) => string;
  readonly which: string;
  readonly summary: string;
  readonly reportFor: (asOf: string, version: string, digest: string) => string;
  readonly reportNothing: string;
  /** Leads to pathways beside the one that was checked, with how they stand by what is noted. */
  readonly alsoOpen: string;
  readonly decides: (authority: string, matter: string) => string;
  readonly from: (day: string) => string;
  readonly fromAtEarliest: (day: string) => string;
  readonly fromAtLatest: (day: string) => string;
  /** What may be applied for where something is still open. */
  readonly grantsIf: (grants: string) => string;
  readonly notBefore: (day: string, facts: string) => string;
  readonly stillAsk: (facts: string) => string;
  readonly prepare: string;
  readonly next: string;
  readonly reading: string;
  readonly otherRegion: string;
  readonly yearsNeeded: (condition: string, years: number) => string;
  readonly yearsSince: (value: string) => string;
  readonly leftTo: (condition: string, authority: string) => string;
  readonly whyQuestion: (fact: string, pathways: string) => string;
  readonly whyVerdict: string;
  readonly whenConditional: (pathway: string) => string;
  readonly whenNow: (pathway: string) => string;
  readonly whenUnknown: (pathway: string, facts: string) => string;
  readonly whenNever: (pathway: string) => string;
  readonly whatIf: (facts: string) => string;
  readonly whatIfSame: string;
  readonly whatIfChange: (pathway: string, before: string, after: string) => string;
  readonly futureDate: (fact: string) => string;
  readonly unknownValue: (fact: string) => string;
  readonly conflict: (fact: string, others: string) => string;
  readonly goalSubject: (pathway: string, subject: string) => string;
  readonly dropped: (facts: string) => string;
  readonly exported: string;
  readonly contact: (contact: string) => string;
  readonly trust: Readonly<Record<'national' | 'provincial' | 'indicative', string>>;
  readonly approximately: (date: string) => string;
  readonly listSeparator: string;
}

export const messagesIn = (language: Language): Messages => (language === 'zh' ? chinese : english);

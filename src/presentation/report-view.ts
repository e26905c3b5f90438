/** A report: as the JSON that scripts are promised, and as blocks for a reader. */
import { reportDigest } from '../eligibility/report-digest.ts';
import type { ConditionOutcome, Report, Verdict } from '../eligibility/evaluate.ts';
import type { Block } from './card.ts';
import type { Words } from './words.ts';

export interface ReportJson {
  readonly policy: { readonly version: string; readonly digest: string };
  readonly asOf: string;
  readonly verdicts: readonly VerdictJson[];
  readonly digest: string;
}

interface VerdictJson {
  readonly pathway: string;
  readonly status: string;
  readonly unmet: readonly { readonly condition: string; readonly fact: string | null; readonly cites: readonly string[] }[];
  readonly missing: readonly string[];
  readonly decisions: readonly string[];
  readonly from: string | null;
  readonly cites: readonly string[];
  readonly reasons: readonly {
    readonly condition: string;
    readonly outcome: string;
    readonly cites: readonly string[];
    readonly text: string;
  }[];
}

/** The report in the order of keys that the command line promises. */
export function reportJson(report: Report, words: Words): ReportJson {
  return {
    policy: report.policy,
    asOf: report.asOf,
    verdicts: report.verdicts.map((verdict) => ({
      pathway: verdict.pathway.id,
      status: verdict.status,
      unmet: verdict.conditions
        .filter(({ outcome }) => outcome === 'unmet')
        .map(({ condition, fact, cites }) => ({ condition: condition.id, fact, cites })),
      missing: verdict.missing,
      decisions: verdict.decisions,
      from: verdict.from,
      cites: verdict.cites,
      reasons: verdict.conditions.map((each) => ({
        condition: each.condition.id,
        outcome: each.outcome,
        cites: each.cites,
        text: conditionText(each, report, words),
      })),
    })),
    digest: reportDigest(report),
  };
}

/** One condition in a sentence: what it asks, and what stands against it. */
export function conditionText(
  { condition, outcome, fact, decision, years }: ConditionOutcome,
  report: Report,
  words: Words,
): string {
  const label = condition.label[words.language];
  if (decision !== null && outcome === 'open') return words.messages.leftTo(label, words.authority(decision));
  if (years !== null && fact !== null) {
    const value = report.credentials[fact];
    return (
      words.messages.yearsNeeded(label, years) + (value === undefined ? '' : words.messages.yearsSince(words.value(fact, value)))
    );
  }
  if (outcome === 'unmet') return condition.whenUnmet?.[words.language] ?? label;
  return label;
}

/** One verdict: status, conditions, who decides, from when, what to prepare, and where it is written. */
export function verdictBlocks(verdict: Verdict, report: Report, words: Words): Block[] {
  const { messages, language } = words;
  const { pathway, status } = verdict;
  const remarks = [
    ...verdict.decisions.map((decision) => messages.decides(words.authority(decision), words.matter(decision))),
    ...later(verdict, words),
    ...(verdict.missing.length === 0 ? [] : [messages.stillAsk(words.facts(verdict.missing))]),
  ];
  const open = status === 'eligible' || status === 'conditional';
  const blocks: Block[] = [{ block: 'heading', text: `${pathway.label[language]}: ${messages.status[status]}`, status }];
  if (open) blocks.push({ block: 'text', text: pathway.grants[language] });
  if (verdict.conditions.length > 0)
    blocks.push({
      block: 'conditions',
      items: verdict.conditions.map((each) => ({ outcome: each.outcome, text: conditionText(each, report, words) })),
    });
  if (remarks.length > 0) blocks.push({ block: 'list', items: remarks });
  if (open) {
    blocks.push(
      { block: 'text', text: `${messages.prepare}:` },
      { block: 'list', items: pathway.documents.map((each) => each[language]) },
    );
    blocks.push(
      { block: 'text', text: `${messages.next}:` },
      { block: 'list', items: pathway.nextSteps.map((each) => each[language]) },
    );
  }
  blocks.push({ block: 'sources', items: citesOf(verdict).map((id) => words.source(id, false)) });
  return blocks;
}

/** From which day it may be a yes, where time has to pass. */
function later({ from, opens }: Verdict, words: Words): string[] {
  if (from !== null) return [words.messages.from(words.date(from))];
  return opens === null ? [] : [words.messages.notBefore(words.date(opens.day), words.facts(opens.missing))];
}

/** The pathway's provisions, and those that its conditions rest on in this case, such as a province's. */
function citesOf(verdict: Verdict): string[] {
  return [...new Set([...verdict.cites, ...verdict.conditions.flatMap((each) => each.cites)])];
}

/** What may be applied for first, then what is open, then what is not: a reader looks for the yes. */
const order = { eligible: 0, conditional: 1, undetermined: 2, ineligible: 3 } as const;

export function reportBlocks(report: Report, words: Words): Block[] {
  const { messages } = words;
  const sorted = report.verdicts.toSorted((one, other) => order[one.status] - order[other.status]);
  const single = sorted.length === 1;
  const full = sorted.filter(({ status }) => single || status !== 'ineligible');
  const brief = single ? [] : sorted.filter(({ status }) => status === 'ineligible');
  const blocks = full.flatMap((verdict) => verdictBlocks(verdict, report, words));
  if (sorted.length === 0) blocks.push({ block: 'text', text: messages.reportNothing });
  if (brief.length > 0) {
    blocks.push({ block: 'heading', text: messages.status.ineligible, status: 'ineligible' });
    blocks.push({ block: 'list', items: brief.map((verdict) => briefly(verdict, report, words)) });
  }
  if (report.credentials['region'] === 'other') blocks.push({ block: 'text', text: messages.otherRegion });
  blocks.push({ block: 'text', text: messages.reportFor(report.asOf, report.policy.version, report.policy.digest.slice(0, 12)) });
  return blocks;
}

function briefly(verdict: Verdict, report: Report, words: Words): string {
  const unmet = verdict.conditions.find(({ outcome }) => outcome === 'unmet');
  const reason = unmet ? conditionText(unmet, report, words) : '';
  return `${verdict.pathway.label[words.language]}: ${[reason, ...later(verdict, words)].join(' ')} [${(unmet?.cites ?? verdict.cites).join(', ')}]`;
}

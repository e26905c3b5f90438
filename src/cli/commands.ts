/** The commands for scripts: `check`, `ask`, `understand`, `talk`. Their JSON is a promise; see the README. */
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../answers/answer.ts';
import { isCard, type Assistant, type AssistantEvent, type EventPayload } from '../assistant/assistant.ts';
import type { Knowledge } from '../assistant/create-assistant.ts';
import { languages, type Command, type Language } from '../command/command.ts';
import type { Report } from '../eligibility/evaluate.ts';
import { plainText, type Card } from '../presentation/card.ts';
import { reportJson, type ReportJson } from '../presentation/report-view.ts';
import { Words } from '../presentation/words.ts';
import { detectLanguage } from '../text/language.ts';
import { InputError } from './lines.ts';

const language = z.enum(languages).optional();
const id = z.union([z.string(), z.number()]).optional();

export const checkLine = z.object({
  credentials: z.record(z.string(), z.unknown()),
  asOf: z.string().optional(),
  goal: z.string().optional(),
});
export const askLine = z.object({ id, text: z.string(), lang: language });
export const understandLine = z.object({
  id,
  text: z.string(),
  lang: language,
  asOf: z.string().optional(),
  awaiting: z.string().optional(),
});
export const talkLine = z
  .object({
    conversation: z.string().min(1),
    text: z.string().optional(),
    choose: z.union([z.string(), z.array(z.string())]).optional(),
    at: z.iso.datetime({ offset: true }).optional(),
    /** Id of the event; a line that repeats one is answered once. */
    event: z.string().min(1).optional(),
    lang: language,
  })
  .refine((line) => (line.text === undefined) !== (line.choose === undefined), 'give either text or choose');

/** Today in the policy's time zone, YYYY-MM-DD. */
export const today = (knowledge: Knowledge, now: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: knowledge.evaluator.book.policy.timeZone, dateStyle: 'short' }).format(now);

export function evaluateLine(knowledge: Knowledge, { credentials, asOf, goal }: z.infer<typeof checkLine>, now: Date): Report {
  const { evaluator } = knowledge;
  if (goal !== undefined && !evaluator.book.pathways.has(goal))
    throw new InputError(
      'unknown-pathway',
      `There is no pathway '${goal}'. Known pathways: ${[...evaluator.book.pathways.keys()].join(', ')}.`,
    );
  return evaluator.evaluate(credentials, asOf ?? today(knowledge, now), goal);
}

export function check(knowledge: Knowledge, line: z.infer<typeof checkLine>, now: Date, lang: Language): ReportJson {
  return reportJson(evaluateLine(knowledge, line, now), new Words(knowledge.evaluator.book, lang));
}

export function ask(knowledge: Knowledge, { id, text, lang }: z.infer<typeof askLine>): unknown {
  const answer = answerTo(knowledge, text, lang);
  const { policy, digest } = knowledge.evaluator.book;
  return {
    ...(id === undefined ? {} : { id }),
    outcome: answer.outcome,
    cites: answer.cites,
    text: answer.text,
    lang: answer.language,
    related: answer.related,
    policy: { version: policy.version, digest },
  };
}

export function answerTo(knowledge: Knowledge, text: string, lang: Language | undefined): Answer {
  return knowledge.answerer.answer(text, lang ?? detectLanguage(text));
}

/** A check of everything names no pathway. */
const withoutNull = (command: Command): Command =>
  command.type === 'check' && command.goal === null ? { ...command, goal: undefined } : command;

export async function understand(knowledge: Knowledge, line: z.infer<typeof understandLine>, now: Date): Promise<unknown> {
  const { evaluator, understander } = knowledge;
  if (line.awaiting !== undefined && !evaluator.book.facts.has(line.awaiting))
    throw new InputError(
      'unknown-fact',
      `There is no fact '${line.awaiting}'. Known facts: ${[...evaluator.book.facts.keys()].join(', ')}.`,
    );
  const asOf = line.asOf ?? today(knowledge, now);
  evaluator.check({}, asOf);
  const open = line.awaiting === undefined ? {} : { open: { kind: 'fact' as const, fact: line.awaiting } };
  const { language, commands } = await understander.understand(line.text, {
    asOf,
    ...(line.lang === undefined ? {} : { language: line.lang }),
    ...open,
  });
  return { ...(line.id === undefined ? {} : { id: line.id }), lang: line.lang ?? language, commands: commands.map(withoutNull) };
}

/** One reply as `talk` prints it. */
export function replyJson(card: Card): unknown {
  return {
    kind: card.kind,
    text: plainText(card),
    ...(card.fact === undefined ? {} : { fact: card.fact }),
    ...(card.choices.length === 0 ? {} : { choices: card.choices }),
    ...(card.cites === undefined ? {} : { cites: card.cites }),
    ...(card.report === undefined ? {} : { report: card.report }),
  };
}

/**
 * One line of `talk`. A line without an event id that repeats the one whose replies were not yet written is taken for its retry:
 * after a crash the caller sends the line again, and it must not count twice.
 */
export async function talk(
  assistant: Assistant,
  line: z.infer<typeof talkLine>,
  now: Date,
  written: (replies: unknown) => Promise<void>,
): Promise<void> {
  const { conversation } = line;
  const payload = payloadOf(line);
  const mark = createHash('sha256')
    .update(JSON.stringify([payload, line.at ?? null]))
    .digest('base64url')
    .slice(0, 16);
  await assistant.work(conversation);
  const left = await assistant.waiting(conversation);
  const retried = line.event === undefined && left.some(({ eventId }) => eventId.startsWith(`${mark}.`));
  const event: AssistantEvent = { id: line.event ?? `${mark}.${randomUUID()}`, at: line.at ?? now.toISOString(), payload };
  if (!retried) {
    await assistant.accept(conversation, event);
    await assistant.work(conversation);
  }
  const waiting = await assistant.waiting(conversation);
  await written({ conversation, replies: waiting.filter(isCard).map(({ card }) => replyJson(card)) });
  for (const { id } of waiting) await assistant.sent(conversation, id);
}

function payloadOf({ text, choose, lang }: z.infer<typeof talkLine>): EventPayload {
  const language = lang === undefined ? {} : { language: lang };
  if (choose !== undefined) return { choose: Array.isArray(choose) ? choose : [choose], ...language };
  return { text: text ?? '', ...language };
}

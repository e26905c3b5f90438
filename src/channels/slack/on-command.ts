/** What is asked for from anywhere in Slack: `/bridge …`, "Answer this" on a message, "Check my eligibility". */
import type { z } from 'zod';
import type { EventPayload } from '../../assistant/assistant.ts';
import { detectLanguage } from '../../text/language.ts';
import type { SlackContext } from './context.ts';
import { escapeText, readText } from './escape.ts';
import { digest } from './ids.ts';
import type { commandBody, shortcutBody } from './payloads.ts';
import { textsIn } from './texts.ts';

export const slashCommand = '/bridge';
export const shortcuts = { answer: 'answer_this', check: 'check_eligibility' } as const;

const verbs = { ask: 'ask', check: 'check', forget: 'forget', export: 'export', help: 'help' } as const;
type Verb = keyof typeof verbs;
const words: Readonly<Record<string, Verb>> = {
  ...verbs,
  问: 'ask',
  提问: 'ask',
  检查: 'check',
  查: 'check',
  忘记: 'forget',
  删除: 'forget',
  导出: 'export',
  帮助: 'help',
};

/** `ask QUESTION`, `check`, `forget`, `export`, `help`; anything else is the question itself. */
export function readCommand(text: string): { readonly verb: Verb; readonly rest: string } {
  const trimmed = text.trim();
  if (trimmed === '') return { verb: 'help', rest: '' };
  const first = /^\S+/u.exec(trimmed)?.[0] ?? '';
  const rest = trimmed.slice(first.length).trim();
  const verb = words[first.toLowerCase()];
  if (verb === undefined) return { verb: 'ask', rest: trimmed };
  if (verb === 'ask') return rest === '' ? { verb: 'help', rest: '' } : { verb, rest };
  // "check whether a diploma is needed" is a question.
  return rest === '' ? { verb, rest } : { verb: 'ask', rest: trimmed };
}

/** @returns what the person alone sees at once, where they typed it. */
export async function onCommand(context: SlackContext, body: z.infer<typeof commandBody>): Promise<string | undefined> {
  const { team_id: team, user_id: user, channel_id: channel, trigger_id: trigger } = body;
  const { verb, rest } = readCommand(readText(body.text));
  const { language, known } = await context.reader(team, user);
  const texts = textsIn(language);
  if (verb === 'help') return texts.usage;
  const mark = digest('command', trigger);
  if (verb === 'ask') {
    await context.takePrivate(team, { kind: 'quiet', user, channel, mark }, { text: rest });
    return undefined;
  }
  const payload: EventPayload = { command: { type: verb }, ...(known ? {} : { language }) };
  await context.takePrivate(team, { kind: 'direct', user, mark }, payload);
  return escapeText(texts.continued);
}

/** Somebody's message is answered as a question: what it says of its writer is nobody's here to note. */
export async function onShortcut(context: SlackContext, body: z.infer<typeof shortcutBody>): Promise<void> {
  const { user, trigger_id: trigger, channel, message } = body;
  const team = body.team?.id ?? user.team_id;
  if (team === undefined) return;
  const mark = digest('shortcut', trigger);
  if (body.type === 'shortcut') {
    const { language, known } = await context.reader(team, user.id);
    await context.takePrivate(
      team,
      { kind: 'direct', user: user.id, mark },
      { command: { type: 'check' }, ...(known ? {} : { language }) },
    );
    return;
  }
  const quote = readText(message?.text ?? '', await context.parts.botUser(team));
  const thread = message?.thread_ts;
  if (quote === '') {
    const { language } = await context.reader(team, user.id);
    const text = textsIn(language).notAQuestion;
    if (channel)
      context.inBackground(() =>
        context.parts.posting.whisper({ team, channel: channel.id, thread }, user.id, { text, blocks: [] }),
      );
    return;
  }
  await context.takePrivate(
    team,
    { kind: 'quiet', user: user.id, channel: channel?.id, thread, mark },
    { command: { type: 'ask', quote }, language: detectLanguage(quote) },
  );
}

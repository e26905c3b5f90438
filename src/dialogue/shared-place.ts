/**
 * Where others read along: policy questions are answered, and nothing that is personal is noted, judged or shown. Who asks for it is
 * told, for his eyes only, to go on in private.
 */
import type { Command } from '../command/command.ts';
import type { Input } from './reply.ts';
import type { Turn } from './turn.ts';

/** Commands that neither state nor show anything about a person. */
const impersonal: ReadonlySet<Command['type']> = new Set([
  'ask',
  'outside',
  'human',
  'language',
  'feedback-good',
  'feedback-bad',
  'greeting',
  'thanks',
  'help',
]);

export function answerInShared(turn: Turn, inputs: readonly Input[], handle: (turn: Turn, input: Input) => void): void {
  const personal = inputs.filter(({ command }) => !impersonal.has(command.type));
  // "I am a technician; does my diploma matter?" is answered as to the diploma, and the rest is for a private talk.
  for (const input of inputs) if (impersonal.has(input.command.type)) handle(turn, input);
  if (personal.length === 0) return;
  const goal = personal.flatMap(({ command }) => ('goal' in command ? (command.goal ?? []) : []))[0];
  turn.replies.push({ kind: 'private', goal: goal ?? null });
}

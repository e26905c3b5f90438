/** "Talk to HR": the person's question and the transcript, after they saw and allowed it, to the channel of those who help. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Language } from '../../command/command.ts';
import type { Store } from '../../storage/adapter.ts';
import { openRecords, type Records } from '../../storage/records.ts';
import type { SlackApi } from './api.ts';
import { paragraphs, type Sized } from './blocks.ts';
import { actions } from './choices.ts';
import { digest } from './ids.ts';
import type { Address, Posting } from './posting.ts';
import { messagesOf, plainButton, type SlackMessage } from './render.ts';
import { textsIn } from './texts.ts';
import { transcriptOf } from './transcript.ts';

/** What may be handed over. The words themselves stay in Slack, but for the question. */
const request = z.strictObject({
  channel: z.string(),
  thread: z.string().optional(),
  /** Time of the last message that is shown, and so of the last that is sent. */
  until: z.string(),
  /** What was asked last, where nobody else asks too. */
  question: z.string().optional(),
  /** Where the person was asked. */
  asked: z.strictObject({ channel: z.string(), thread: z.string().optional() }),
});
export type Request = z.infer<typeof request>;

export interface HandoverParts {
  readonly api: SlackApi;
  readonly posting: Posting;
  readonly store: Store;
  /** Milliseconds for which a request that is not answered is kept. */
  readonly keptFor: number;
  /** Channel of those who help. */
  readonly channel: string;
  readonly botUser: (team: string) => Promise<string | undefined>;
}

export class Handover {
  readonly #parts: HandoverParts;
  readonly #requests: Records<Request>;

  constructor(parts: HandoverParts) {
    this.#parts = parts;
    this.#requests = openRecords(parts.store, 'slack-handovers', request);
  }

  /**
   * Shows the person what would be sent and to whom, and asks.
   * @param key the same for every attempt
   * @param prepare called for the first attempt only
   */
  async ask(
    team: string,
    user: string,
    language: Language,
    key: string,
    again: boolean,
    prepare: () => Promise<Request>,
  ): Promise<void> {
    const name = digest(key);
    const kept = await this.#requests.get(keyOf(team, user, name));
    const asked = kept ?? (await prepare());
    if (!kept) await this.#requests.set(keyOf(team, user, name), asked, this.#parts.store.now() + this.#parts.keptFor);
    const texts = textsIn(language);
    const { channel } = this.#parts;
    // The only words here are ours, and the reference to the channel is meant to be one.
    const consent = texts.consent(`<#${channel}>`);
    const lead: Sized = { block: { type: 'section', text: { type: 'mrkdwn', text: consent } }, text: consent.length };
    const body = [lead, ...(await this.#body(team, user, asked, language))];
    await this.#post(
      team,
      asked.asked,
      messagesOf(texts.consent(`#${channel}`), body, [consentButtons(name, language)]),
      key,
      again,
    );
  }

  /** Posts what was shown, and says so. @returns false where nothing is left of the request, as after it was forgotten. */
  async send(team: string, user: string, name: string, language: Language, again: boolean): Promise<boolean> {
    const found = await this.#requests.get(keyOf(team, user, name));
    if (!found) return false;
    const { handoverQuestion, handedOver, maybeHandedOver } = textsIn(language);
    const messages = messagesOf(handoverQuestion, await this.#body(team, user, found, language));
    const outcome = await this.#parts.posting.post({ team, channel: this.#parts.channel }, messages, `handover:${name}`, again);
    const told = outcome === 'shown' ? handedOver : maybeHandedOver;
    await this.#post(team, found.asked, messagesOf(told, paragraphs(told)), `handed-over:${name}`, again);
    await this.refuse(team, user, name);
    return true;
  }

  /** Says that it could not be sent, and lets it be tried again. */
  async failed(team: string, user: string, name: string, language: Language, key: string, again: boolean): Promise<void> {
    const found = await this.#requests.get(keyOf(team, user, name));
    if (!found) return;
    const { handoverFailed } = textsIn(language);
    const messages = messagesOf(handoverFailed, paragraphs(handoverFailed), [consentButtons(name, language)]);
    await this.#post(team, found.asked, messages, key, again);
  }

  /** Nothing is left of the request. */
  async refuse(team: string, user: string, name: string): Promise<void> {
    await this.#requests.delete(keyOf(team, user, name));
  }

  /** What somebody did not find helpful, without their name. */
  async complain(
    team: string,
    cites: readonly string[],
    reason: string,
    language: Language,
    key: string,
    again: boolean,
  ): Promise<void> {
    const { feedbackTitle } = textsIn(language);
    const body = [...paragraphs(feedbackTitle, true), ...paragraphs(cites.join(', ')), ...paragraphs(reason)];
    await this.#parts.posting.post({ team, channel: this.#parts.channel }, messagesOf(feedbackTitle, body), key, again);
  }

  /** All that waits for the person's word. */
  async kept(team: string, user: string): Promise<Request[]> {
    const found: Request[] = [];
    for await (const key of this.#requests.keys()) {
      const one = key.startsWith(keyOf(team, user, '')) ? await this.#requests.get(key) : undefined;
      if (one) found.push(one);
    }
    return found;
  }

  async forget(team: string, user: string): Promise<void> {
    for await (const key of this.#requests.keys()) if (key.startsWith(keyOf(team, user, ''))) await this.#requests.delete(key);
  }

  async #post(
    team: string,
    asked: Omit<Address, 'team'>,
    messages: readonly SlackMessage[],
    key: string,
    again: boolean,
  ): Promise<void> {
    await this.#parts.posting.post({ team, ...asked }, messages, key, again);
  }

  /** The same whenever it is made, unless the person changes or deletes what they wrote. */
  async #body(team: string, user: string, from: Request, language: Language): Promise<Sized[]> {
    const texts = textsIn(language);
    const transcript = await transcriptOf(this.#parts.api, team, from, user, await this.#parts.botUser(team));
    const who: types.KnownBlock = {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'user', user_id: user },
            { type: 'text', text: ` ${texts.handoverFrom}` },
          ],
        },
      ],
    };
    return [
      { block: who, text: texts.handoverFrom.length + 1 },
      ...paragraphs(texts.handoverQuestion, true),
      ...paragraphs(from.question ?? transcript.findLast(({ own }) => own)?.text ?? texts.handoverNoQuestion),
      ...paragraphs(texts.handoverTranscript, true),
      ...transcript.flatMap(({ own, text }) => paragraphs(`${own ? '▸' : '◂'} ${text}`)),
    ];
  }
}

const keyOf = (team: string, user: string, name: string): string => `${team}:${user}:${name}`;

function consentButtons(name: string, language: Language): types.KnownBlock {
  const texts = textsIn(language);
  return {
    type: 'actions',
    block_id: 'handover',
    elements: [
      { ...plainButton(`${actions.handover}/yes`, texts.consentYes, name), style: 'primary' },
      plainButton(`${actions.handover}/no`, texts.consentNo, name),
    ],
  };
}

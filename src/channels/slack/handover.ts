/** "Talk to HR": the person's question and the transcript, after their consent, to the channel of those who help. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Language } from '../../command/command.ts';
import type { SlackApi } from './api.ts';
import { paragraphs, type Sized } from './blocks.ts';
import { actions } from './choices.ts';
import type { Address, Delivery } from './delivery.ts';
import { readText } from './escape.ts';
import { isDirect } from './ids.ts';
import { limits } from './limits.ts';
import { plainButton } from './render.ts';
import { shorten } from './split.ts';
import { textsIn } from './texts.ts';

/** Messages that a transcript goes back. */
const transcriptLength = 20;

/** What is handed over: where it was talked, and what was asked last where nobody else asks too. */
const origin = z.strictObject({ channel: z.string(), thread: z.string().optional(), question: z.string().optional() });
export type Origin = z.infer<typeof origin>;
export const readOrigin = (value: string): Origin => origin.parse(JSON.parse(value));

const messages = z.looseObject({
  messages: z.array(
    z.looseObject({ user: z.string().optional(), bot_id: z.string().nullish(), text: z.string().optional(), ts: z.string() }),
  ),
});

/** A message of the transcript: the person's own, or ours. */
interface Said {
  readonly own: boolean;
  readonly text: string;
}

export class Handover {
  readonly #api: SlackApi;
  readonly #delivery: Pick<Delivery, 'say'>;
  readonly #channel: string;

  constructor(api: SlackApi, delivery: Pick<Delivery, 'say'>, channel: string) {
    this.#api = api;
    this.#delivery = delivery;
    this.#channel = channel;
  }

  /** Asks the person whether it may be sent. */
  ask(address: Address, from: Origin, language: Language): Promise<void> {
    const texts = textsIn(language);
    // The whole question may be longer than a button carries; its beginning is enough to be recognised.
    const question = from.question === undefined ? {} : { question: shorten(from.question, limits.buttonValue / 2) };
    const blocks: types.KnownBlock[] = [
      // The only words here are ours, and the reference to the channel is meant to be one.
      { type: 'section', text: { type: 'mrkdwn', text: texts.consent(`<#${this.#channel}>`) } },
      {
        type: 'actions',
        block_id: 'handover',
        elements: [
          {
            ...plainButton(`${actions.handover}/yes`, texts.consentYes, JSON.stringify({ ...from, ...question })),
            style: 'primary',
          },
          plainButton(`${actions.handover}/no`, texts.consentNo),
        ],
      },
    ];
    return this.#delivery.say(address, texts.consent(`#${this.#channel}`), blocks);
  }

  /** Posts it. Others than this channel's members never see it. */
  async send(team: string, user: string, from: Origin, bot: string | undefined, language: Language): Promise<void> {
    const texts = textsIn(language);
    const transcript = await this.#transcript(team, from, user, bot);
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
    const body = [
      { block: who, text: 0 },
      ...paragraphs(texts.handoverQuestion, true),
      ...paragraphs(from.question ?? transcript.findLast(({ own }) => own)?.text ?? texts.handoverNoQuestion),
      ...paragraphs(texts.handoverTranscript, true),
      ...transcript.flatMap(({ own, text }) => paragraphs(`${own ? '▸' : '◂'} ${text}`)),
    ];
    for (const page of pagesOf(body)) await this.#delivery.say({ team, channel: this.#channel }, texts.handoverQuestion, page);
  }

  /** What somebody did not find helpful, without their name. */
  async complain(team: string, cites: readonly string[], reason: string, language: Language): Promise<void> {
    const texts = textsIn(language);
    const body = [...paragraphs(texts.feedbackTitle, true), ...paragraphs(cites.join(', ')), ...paragraphs(reason)];
    for (const page of pagesOf(body)) await this.#delivery.say({ team, channel: this.#channel }, texts.feedbackTitle, page);
  }

  async #transcript(team: string, { channel, thread }: Origin, user: string, bot: string | undefined): Promise<Said[]> {
    // A channel is no conversation with us: what is said there outside a thread of ours is nobody's to pass on.
    if (thread === undefined && !isDirect(channel)) return [];
    const found = await this.#api.call(team, async (client): Promise<unknown> => {
      const options = { channel, limit: thread === undefined ? transcriptLength : 200 };
      return thread === undefined
        ? client.conversations.history(options)
        : client.conversations.replies({ ...options, ts: thread });
    });
    return (
      messages
        .parse(found)
        // Only the person's own words and ours: the others, people and apps, have not agreed.
        .messages.filter((each) => each.user === user || (bot !== undefined && each.user === bot))
        .toSorted((one, other) => Number(one.ts) - Number(other.ts))
        .slice(-transcriptLength)
        .map((each) => ({ own: each.user === user, text: readText(each.text ?? '') }))
    );
  }
}

function pagesOf(body: readonly Sized[]): types.KnownBlock[][] {
  const pages: types.KnownBlock[][] = [[]];
  let text = 0;
  for (const each of body) {
    const last = pages.at(-1) ?? [];
    if (last.length === limits.blocksPerMessage || (text + each.text > limits.textPerMessage && last.length > 0)) {
      pages.push([each.block]);
      text = each.text;
    } else {
      last.push(each.block);
      text += each.text;
    }
  }
  return pages.filter((page) => page.length > 0);
}

/** Whether an answer helped: the last click counts, and "not helpful" may say why. */
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Language } from '../../command/command.ts';
import { openRecords, type Records } from '../../storage/records.ts';
import type { Store } from '../../storage/adapter.ts';
import { limits } from './limits.ts';
import type { FieldValues } from './payloads.ts';
import { textsIn } from './texts.ts';

export const feedbackCallback = 'feedback';

const record = z.strictObject({
  good: z.boolean(),
  /** Provisions that the answer rests on. */
  cites: z.array(z.string()),
  /** ISO 8601 instant of the last click. */
  at: z.string(),
  reason: z.string().optional(),
});
export type FeedbackRecord = z.infer<typeof record>;

/** Which answer, and whose opinion. */
export interface FeedbackKey {
  readonly team: string;
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
}
const metadata = z.strictObject({ team: z.string(), user: z.string(), channel: z.string(), ts: z.string() });
export const readFeedbackKey = (text: string): FeedbackKey => metadata.parse(JSON.parse(text));

const keyOf = ({ team, user, channel, ts }: FeedbackKey): string => `${team}:${user}:${channel}:${ts}`;

export class Feedback {
  readonly #records: Records<FeedbackRecord>;
  readonly #now: () => Date;
  readonly #keptFor: number;

  /** @param keptFor milliseconds */
  constructor(store: Store, now: () => Date, keptFor: number) {
    this.#records = openRecords(store, 'slack-feedback', record);
    this.#now = now;
    this.#keptFor = keptFor;
  }

  /** @param value of the button that was pressed: `good:cite,cite` or `bad:…` */
  async click(key: FeedbackKey, value: string): Promise<FeedbackRecord> {
    const colon = value.indexOf(':');
    const cites = value
      .slice(colon + 1)
      .split(',')
      .filter((cite) => colon >= 0 && cite !== '');
    const clicked = { good: value.startsWith('good'), cites, at: this.#now().toISOString() };
    await this.#set(key, clicked);
    return clicked;
  }

  /** Adds why an answer did not help; a later click on "helpful" stands. */
  async explain(key: FeedbackKey, reason: string): Promise<FeedbackRecord | undefined> {
    const found = await this.get(key);
    if (!found || found.good) return undefined;
    const explained = { ...found, reason };
    await this.#set(key, explained);
    return explained;
  }

  get(key: FeedbackKey): Promise<FeedbackRecord | undefined> {
    return this.#records.get(keyOf(key));
  }

  /** All of a person's. */
  async kept(team: string, user: string): Promise<FeedbackRecord[]> {
    const found: FeedbackRecord[] = [];
    for await (const key of this.#records.keys()) {
      const one = key.startsWith(`${team}:${user}:`) ? await this.#records.get(key) : undefined;
      if (one) found.push(one);
    }
    return found;
  }

  /** Deletes all of a person's. */
  async forget(team: string, user: string): Promise<void> {
    for await (const key of this.#records.keys()) if (key.startsWith(`${team}:${user}:`)) await this.#records.delete(key);
  }

  #set(key: FeedbackKey, value: FeedbackRecord): Promise<void> {
    return this.#records.set(keyOf(key), value, this.#now().getTime() + this.#keptFor);
  }
}

export function feedbackView(key: FeedbackKey, language: Language): types.ModalView {
  const texts = textsIn(language);
  const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false });
  return {
    type: 'modal',
    callback_id: feedbackCallback,
    private_metadata: JSON.stringify(key),
    title: plain(texts.feedbackTitle),
    submit: plain(texts.send),
    close: plain(texts.close),
    blocks: [
      {
        type: 'input',
        block_id: 'reason',
        optional: true,
        label: plain(texts.feedbackQuestion),
        hint: plain(texts.feedbackKept),
        element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: limits.inputValue },
      },
    ],
  };
}

export const feedbackReason = (values: FieldValues): string => Object.values(values['reason'] ?? {})[0]?.value?.trim() ?? '';

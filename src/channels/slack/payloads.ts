/** What Slack sends, as far as it is used here; anything else in a payload is let pass. */
import { z } from 'zod';
import { anyBlock, pressed, stateValues } from './choices.ts';
import { SlackError } from './slack-error.ts';

/** Ids of Slack are letters and digits; a colon in one would make two conversations look like one. */
const id = z.string().regex(/^[A-Za-z0-9_]+$/);
const ts = z.string().regex(/^\d{1,12}(\.\d{1,9})?$/);

const earlier = z.looseObject({
  user: id.optional(),
  text: z.string().optional(),
  ts: ts.optional(),
  bot_id: z.string().nullish(),
});

/** A `message` or `app_mention` event. */
export const messageEvent = z.looseObject({
  type: z.enum(['message', 'app_mention']),
  channel: id,
  channel_type: z.string().optional(),
  user: id.optional(),
  text: z.string().optional(),
  ts,
  thread_ts: ts.optional(),
  subtype: z.string().optional(),
  bot_id: z.string().nullish(),
  hidden: z.boolean().optional(),
  previous_message: earlier.optional(),
  /** As edited. */
  message: earlier.optional(),
});
export type MessageEvent = z.infer<typeof messageEvent>;

export const homeOpened = z.looseObject({ type: z.literal('app_home_opened'), user: id, channel: id.optional(), tab: z.string() });
export const sessionStopped = z.looseObject({
  type: z.literal('agent_session_stopped'),
  user: id.optional(),
  user_id: id.optional(),
  channel: id.optional(),
  channel_id: id.optional(),
  thread_ts: ts.optional(),
  event_ts: ts.optional(),
});
export const tokensRevoked = z.looseObject({ tokens: z.looseObject({ bot: z.array(z.string()).nullish() }) });

export const eventBody = z.looseObject({
  type: z.literal('event_callback'),
  team_id: id.optional(),
  context_team_id: id.optional(),
  enterprise_id: id.nullish(),
  event_id: z.string().optional(),
  event: z.looseObject({ type: z.string() }),
});

const team = z.looseObject({ id }).nullish();
const user = z.looseObject({ id, team_id: id.optional() });

export const actionBody = z.looseObject({
  type: z.literal('block_actions'),
  team,
  user,
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  container: z
    .looseObject({
      type: z.string(),
      message_ts: ts.optional(),
      channel_id: id.optional(),
      thread_ts: ts.optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  channel: z.looseObject({ id }).optional(),
  message: z
    .looseObject({ ts, thread_ts: ts.optional(), text: z.string().optional(), blocks: z.array(anyBlock).optional() })
    .optional(),
  view: z.looseObject({ id: z.string(), hash: z.string().optional() }).optional(),
  state: z.looseObject({ values: stateValues }).nullish(),
  actions: z.array(pressed).min(1),
});
export type ActionBody = z.infer<typeof actionBody>;

export const shortcutBody = z.looseObject({
  type: z.enum(['shortcut', 'message_action']),
  team,
  user,
  trigger_id: z.string(),
  channel: z.looseObject({ id }).optional(),
  message_ts: ts.optional(),
  message: z.looseObject({ text: z.string().optional(), ts: ts.optional(), thread_ts: ts.optional() }).optional(),
});

export const commandBody = z.looseObject({
  command: z.string(),
  text: z.string().default(''),
  team_id: id,
  user_id: id,
  channel_id: id,
  trigger_id: z.string(),
});

const fieldValue = z.looseObject({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
});

export const viewBody = z.looseObject({
  type: z.literal('view_submission'),
  team,
  user,
  view: z.looseObject({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), fieldValue)) }),
  }),
});
export type FieldValues = z.infer<typeof viewBody>['view']['state']['values'];

/** @throws SlackError `slack-payload`, which names the fields only: their values may be personal. */
export function readPayload<T>(schema: z.ZodType<T>, payload: unknown): T {
  const read = schema.safeParse(payload);
  if (read.success) return read.data;
  const where = [...new Set(read.error.issues.map(({ path }) => path.join('.')))].join(', ');
  throw new SlackError('slack-payload', `A payload has an unknown form (${where})`, 'Look for a newer version of this program');
}

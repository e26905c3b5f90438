/** Faults of the connection to Discord, for operators. */
export type DiscordErrorCode =
  | 'discord-token-refused'
  | 'discord-intents-refused'
  | 'discord-sharding-required'
  | 'discord-unreachable'
  | 'discord-commands-refused'
  | 'discord-start-timeout'
  | 'discord-connection-ended';

export class DiscordError extends Error {
  readonly code: DiscordErrorCode;

  /** @param remedy what the operator can do, in one sentence */
  constructor(code: DiscordErrorCode, what: string, remedy: string, cause?: unknown) {
    super(`${what}. ${remedy}.`, cause === undefined ? undefined : { cause });
    this.name = 'DiscordError';
    this.code = code;
  }
}

const tokenRemedy = 'Copy the token anew from the developer portal (Bot, Reset Token) into DISCORD_TOKEN';

/** Close codes of the gateway after which connecting again can't help. */
export function fatalClose(code: number): DiscordError | undefined {
  switch (code) {
    case 4004:
      return new DiscordError('discord-token-refused', 'Discord refused the token (4004)', tokenRemedy);
    case 4010:
    case 4011:
      return new DiscordError(
        'discord-sharding-required',
        `Discord refused the number of shards (${code})`,
        'Set DISCORD_SHARDS to auto',
      );
    case 4012:
    case 4013:
      return new DiscordError(
        'discord-intents-refused',
        `Discord refused the connection's version or intents (${code})`,
        'Install a newer version of this program',
      );
    case 4014:
      return new DiscordError(
        'discord-intents-refused',
        'Discord refused the intents (4014)',
        'Switch on Message Content Intent in the developer portal (Bot, Privileged Gateway Intents), or start again without it',
      );
    default:
      return undefined;
  }
}

/** A rejection of `login` → what the operator should read. */
export function loginError(error: unknown): DiscordError {
  if (error instanceof DiscordError) return error;
  const text =
    error instanceof Error ? `${error.name} ${error.message} ${'code' in error ? String(error.code) : ''}` : String(error);
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 401 || /TokenInvalid|invalid token/i.test(text))
    return new DiscordError('discord-token-refused', 'Discord refused the token', tokenRemedy, error);
  if (/disallowed intents/i.test(text)) return fatalClose(4014) ?? unreachable(error);
  if (/invalid intents/i.test(text)) return fatalClose(4013) ?? unreachable(error);
  if (/sharding is required|invalid shard/i.test(text)) return fatalClose(4011) ?? unreachable(error);
  return unreachable(error);
}

/** Which of them, and why, is in the cause. */
export const commandsRefused = (error: unknown): DiscordError =>
  new DiscordError(
    'discord-commands-refused',
    'Discord refused the slash commands',
    'A label of the policy may be of a form that Discord does not take; see the cause',
    error,
  );

const unreachable = (error: unknown): DiscordError =>
  new DiscordError(
    'discord-unreachable',
    'Discord could not be reached',
    'Check the network and https://discordstatus.com, then start again',
    error,
  );

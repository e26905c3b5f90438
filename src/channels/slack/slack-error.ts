/** What went wrong in the Slack channel and what to do about it. */

export type SlackErrorCode =
  | 'slack-settings'
  | 'slack-token-refused'
  | 'slack-app-token-refused'
  | 'slack-unreachable'
  | 'slack-port-taken'
  | 'slack-not-installed'
  | 'slack-payload';

export class SlackError extends Error {
  override readonly name = 'SlackError';
  readonly code: SlackErrorCode;

  /** @param what happened, without any text of users; @param remedy what the operator can do. */
  constructor(code: SlackErrorCode, what: string, remedy: string, cause?: unknown) {
    super(`${what}. ${remedy}.`, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Workspaces that have installed the app by OAuth: their tokens, encrypted in the store. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import { z } from 'zod';
import type { Store } from '../../storage/adapter.ts';
import { openRecords, type Records } from '../../storage/records.ts';
import type { Tokens } from './api.ts';
import { digest } from './ids.ts';
import { SlackError } from './slack-error.ts';

/** Only what is used is kept. */
const installation = z.object({
  team: z.object({ id: z.string(), name: z.string().exactOptional() }),
  user: z.object({ id: z.string() }),
  bot: z.object({ token: z.string(), scopes: z.array(z.string()), id: z.string(), userId: z.string() }),
  appId: z.string().exactOptional(),
  authVersion: z.literal('v2').default('v2'),
});
type Kept = z.infer<typeof installation>;

const sealed = z.strictObject({ iv: z.string(), tag: z.string(), data: z.string() });

export class Installations implements InstallationStore, Tokens {
  readonly #records: Records<z.infer<typeof sealed>>;
  readonly #key: Buffer;
  readonly #onChange: (team: string) => void;

  /** @param key 32 bytes */
  constructor(store: Store, key: Buffer, onChange: (team: string) => void) {
    this.#records = openRecords(store, 'slack-installations', sealed);
    this.#key = key;
    this.#onChange = onChange;
  }

  async storeInstallation<AuthVersion extends 'v1' | 'v2'>(given: Installation<AuthVersion>): Promise<void> {
    const read = installation.safeParse({ ...given, user: { id: given.user.id } });
    if (!read.success || given.isEnterpriseInstall === true)
      throw new SlackError(
        'slack-not-installed',
        'The app was installed for a whole organisation',
        'Install it to single workspaces',
      );
    const { team } = read.data;
    await this.#records.set(digest(team.id), this.#seal(read.data));
    this.#onChange(team.id);
  }

  async fetchInstallation(query: InstallationQuery<boolean>): Promise<Installation<'v2'>> {
    const { user, ...kept } = await this.forTeam(query.teamId ?? '');
    return { ...kept, enterprise: undefined, user: { ...user, token: undefined, scopes: undefined } };
  }

  async deleteInstallation(query: InstallationQuery<boolean>): Promise<void> {
    if (query.teamId === undefined) return;
    await this.#records.delete(digest(query.teamId));
    this.#onChange(query.teamId);
  }

  async tokenFor(team: string): Promise<string> {
    return (await this.forTeam(team)).bot.token;
  }

  /** @throws SlackError `slack-not-installed`. */
  async forTeam(team: string): Promise<Kept> {
    const found = await this.#records.get(digest(team));
    if (found) return this.#open(found);
    throw new SlackError(
      'slack-not-installed',
      'A workspace has not installed the app, or has removed it',
      'Open /slack/install there',
    );
  }

  #seal(value: Kept): z.infer<typeof sealed> {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const data = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') };
  }

  #open({ iv, tag, data }: z.infer<typeof sealed>): Kept {
    const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes(iv));
      decipher.setAuthTag(bytes(tag));
      const text = Buffer.concat([decipher.update(bytes(data)), decipher.final()]).toString('utf8');
      return installation.parse(JSON.parse(text));
    } catch (error) {
      throw new SlackError(
        'slack-not-installed',
        'An installation can not be decrypted',
        'Set SLACK_ENCRYPTION_KEY to the key that it was kept with, or install the app again',
        error,
      );
    }
  }
}

/** The secret that signs the state of an installation under way; changes with the key. */
export const stateSecret = (key: Buffer): string => createHmac('sha256', key).update('state').digest('base64url');

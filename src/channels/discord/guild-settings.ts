/** What an administrator sets in Discord, one record a server. */
import { z } from 'zod';
import { languages, type Language } from '../../command/command.ts';
import type { Store } from '../../storage/adapter.ts';
import { openRecords, type Records } from '../../storage/records.ts';
import { createSerialiser } from '../../storage/serialise.ts';

export const modes = ['off', 'suggest', 'auto'] as const;
/** What happens to a new post: nothing, a draft for the helpers, or an answer. */
export type Mode = (typeof modes)[number];

const guildSettings = z.strictObject({
  /** Forums and channels in which members ask, by id. */
  channels: z.record(z.string(), z.enum(modes)),
  helperRole: z.string().optional(),
  /** Channel of HR: drafts, requests for a person, complaints. */
  desk: z.string().optional(),
  language: z.enum(languages).optional(),
});
export type GuildSettings = Readonly<z.infer<typeof guildSettings>>;

export const nothingSet: GuildSettings = { channels: {} };

export class Settings {
  readonly #records: Records<GuildSettings>;
  /** All writers are in this process: a server's events reach one shard. */
  readonly #turns = createSerialiser();
  readonly #known = new Map<string, GuildSettings>();

  constructor(store: Store) {
    this.#records = openRecords(store, 'discord-settings', guildSettings);
  }

  async of(guildId: string | null): Promise<GuildSettings> {
    if (guildId === null) return nothingSet;
    const known = this.#known.get(guildId);
    if (known) return known;
    return this.#turns.runExclusive(guildId, () => this.#load(guildId));
  }

  change(guildId: string, change: (settings: GuildSettings) => GuildSettings): Promise<GuildSettings> {
    return this.#turns.runExclusive(guildId, async () => {
      const changed = change(await this.#load(guildId));
      await this.#records.set(guildId, changed);
      this.#known.set(guildId, changed);
      return changed;
    });
  }

  /** When the bot is removed from the server. */
  forget(guildId: string): Promise<void> {
    return this.#turns.runExclusive(guildId, async () => {
      this.#known.delete(guildId);
      await this.#records.delete(guildId);
    });
  }

  async #load(guildId: string): Promise<GuildSettings> {
    const loaded = (await this.#records.get(guildId)) ?? nothingSet;
    this.#known.set(guildId, loaded);
    return loaded;
  }
}

/** Discord's locale → a language of ours, or undefined for another. */
export function languageOfLocale(locale: string | null | undefined): Language | undefined {
  if (locale === null || locale === undefined) return undefined;
  if (locale.startsWith('zh')) return 'zh';
  return locale.startsWith('en') ? 'en' : undefined;
}

/** Between Slack's text and plain words. */

/** For the few places where Slack parses text (notifications, links): nothing in it mentions, links or commands. */
export const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `<@U1>`, `<@U1|name>`, `<#C1|general>`, `<!subteam^S1|@staff>`, `<https://x|label>`. */
const reference = /<([^<>]*)>/g;

/**
 * What a person meant by a message: mentions of the bot are the address and go, other references become what is seen of them,
 * and escapes are undone.
 * @param text as Slack delivers it
 * @param bot user id of the app's bot, where it is known
 */
export function readText(text: string, bot?: string): string {
  return text
    .replace(reference, (_, inside: string) => {
      const bar = inside.indexOf('|');
      const target = bar < 0 ? inside : inside.slice(0, bar);
      const label = bar < 0 ? undefined : inside.slice(bar + 1);
      if (target.startsWith('@')) return target.slice(1) === bot ? ' ' : `@${(label ?? target.slice(1)).replaceAll(' ', '_')}`;
      if (target.startsWith('#')) return `#${label ?? target.slice(1)}`;
      if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
      return label ?? target;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

/** Whether the text mentions that user. */
export const mentions = (text: string, user: string): boolean => text.includes(`<@${user}>`) || text.includes(`<@${user}|`);

/** Which readings the words beside a word of several meanings leave: "skill level three", 三级 of a message about certificates. */
import type { Reading } from '../../command/command.ts';
import type { Clause } from './clauses.ts';

export const ofTitle = /职称|(?<![a-z])titles?(?![a-z])/;
const ofSkill = /技能(?:等级|证)|(?<![a-z])skill (?:level|certificate)s?(?![a-z])/;
/** "A technician without a title": the title says nothing of the technician. */
const deniedNames =
  /(?<![a-z])(?:no|without(?: an?| any)?|never had an?) (?:[a-z]+ )?(?:titles?|skill (?:level|certificate)s?)(?![a-z])|(?:没有?|无|未评|没评)[^,，]{0,3}(?:职称|技能等级|技能证)/g;

const joined = /(?<![a-z])(?:and|or|plus)(?![a-z])|[和、及]/;
/** So near, in characters, a word settles which of its readings another one has. */
const besideReach = 24;

/** Words beside an ambiguous one that leave fewer readings: "skill level …", "… 职称". */
export function settledReadings(
  text: string,
  readings: readonly Reading[],
  { start, end }: { readonly start: number; readonly end: number },
  clause: Clause,
): readonly Reading[] {
  const before =
    text
      .slice(Math.max(clause.start, start - besideReach), start)
      .split(joined)
      .at(-1) ?? '';
  const behind = text.slice(end, Math.min(clause.end, end + besideReach)).split(joined)[0] ?? '';
  const near = `${before}${text.slice(start, end)}${behind}`;
  const said = near.replaceAll(deniedNames, '');
  const title = ofTitle.test(said);
  const skill = /(?<![a-z])(?:skill|skilled|worker)(?![a-z])|技能|工种|工人/.test(said);
  if (title && skill) return readings;
  // "Level 3 in 2012, level 2 in 2017: skill certificates".
  if (!title && !skill) return settledAsSkill(text, readings);
  const kept = readings.filter(({ fact }) => fact === (title ? 'titleLevel' : 'skillLevel'));
  return kept.length > 0 ? kept : readings;
}

/** Of a message that speaks of skill certificates and of no titles. */
function settledAsSkill(text: string, readings: readonly Reading[]): readonly Reading[] {
  if (ofTitle.test(text) || !ofSkill.test(text.replaceAll(deniedNames, ''))) return readings;
  const kept = readings.filter(({ fact }) => fact === 'skillLevel');
  return kept.length > 0 ? kept : readings;
}

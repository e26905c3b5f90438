/** Where in the text of a YAML file its parts stand, for faults to point at. */
import { EVENT_ID, getScalarValue, parseEvents, type Event } from 'js-yaml';

export type DataPath = readonly PropertyKey[];

/** A collection being walked through: its path, and what comes next in it. */
interface Walk {
  readonly path: DataPath;
  /** Of a sequence the number of the next item; of a mapping the key whose value comes next, undefined before a key. */
  next: PropertyKey | undefined;
  readonly isSequence: boolean;
}

/**
 * @param text valid YAML
 * @returns the offset of the part at a path, or of the nearest part around it
 */
export function placesIn(text: string): (path: DataPath) => number {
  const places = new Map<string, number>();
  const walks: Walk[] = [];
  for (const event of parseEvents(text, {})) {
    if (event.type === EVENT_ID.DOCUMENT) continue;
    if (event.type === EVENT_ID.POP) {
      walks.pop();
      continue;
    }
    const walk = walks.at(-1);
    if (walk && walk.next === undefined) {
      walk.next = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
      continue;
    }
    const path = walk?.next === undefined ? [] : [...walk.path, walk.next];
    places.set(keyOf(path), startOf(event));
    if (walk) walk.next = walk.isSequence ? Number(walk.next) + 1 : undefined;
    if (event.type === EVENT_ID.SEQUENCE) walks.push({ path, next: 0, isSequence: true });
    if (event.type === EVENT_ID.MAPPING) walks.push({ path, next: undefined, isSequence: false });
  }
  return (path) => {
    const around = [...path.keys(), path.length].toReversed().map((length) => places.get(keyOf(path.slice(0, length))));
    return around.find((place) => place !== undefined) ?? 0;
  };
}

const keyOf = (path: DataPath): string => JSON.stringify(path.map(String));

function startOf(event: Exclude<Event, { type: typeof EVENT_ID.DOCUMENT | typeof EVENT_ID.POP }>): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : event.start;
}

/** The line, from 1, in which the place lies. */
export const lineAt = (text: string, place: number): number => text.slice(0, place).split('\n').length;

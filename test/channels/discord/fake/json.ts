/** Reading JSON of unknown form. */
export type Json = Readonly<Record<string, unknown>>;

export const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Integers that a double can't hold stay what was sent: an id sent as a number would else be another's. */
export function parseJson(source: string): unknown {
  return JSON.parse(source, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? (context?.source ?? value) : value,
  );
}

/** Every object of a component tree, parents first. */
export function tree(components: unknown): Json[] {
  return list(components).flatMap((each) => {
    const component = record(each);
    return [
      component,
      ...tree(component['components']),
      ...(component['component'] === undefined ? [] : tree([component['component']])),
      ...(component['accessory'] === undefined ? [] : tree([component['accessory']])),
    ];
  });
}

/** Components as Discord gives them back: ids counted, defaults filled in. */
import { list, record, type Json } from './json.ts';

export function echoed(components: unknown): Json[] {
  let next = 0;
  const echo = (value: unknown): Json => {
    const component = record(value);
    next += 1;
    const id = next;
    const base: Json = { id, ...component };
    switch (component['type']) {
      case 1:
        return { ...base, components: list(component['components']).map(echo) };
      case 2:
        return { ...base };
      case 3:
        return { min_values: 1, max_values: 1, disabled: false, ...base };
      case 14:
        return { divider: true, spacing: 1, ...base };
      case 17:
        return { accent_color: null, spoiler: false, ...base, components: list(component['components']).map(echo) };
      default:
        return base;
    }
  };
  return list(components).map(echo);
}

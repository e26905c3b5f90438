/** Rules of Discord's written documentation that its schemas do not express. Each fault is what the API answers with 50035. */
import { list, number, record, text, tree, type Json } from './json.ts';

const v2 = 1 << 15;
const ephemeral = 1 << 6;
const v2Types = new Set([9, 10, 11, 12, 13, 14, 17]);

/** @param within whether the message answers an interaction (only then it may be ephemeral) */
export function messageFaults(body: Json, within: boolean): string[] {
  const faults: string[] = [];
  const flags = number(body['flags']);
  const components = list(body['components']);
  const all = tree(components);
  const isV2 = (flags & v2) !== 0;
  const content = text(body['content']);
  if (isV2) {
    for (const key of ['content', 'embeds', 'poll', 'sticker_ids'])
      if (body[key] !== undefined && body[key] !== null && !(Array.isArray(body[key]) && body[key].length === 0))
        faults.push(`${key} with components V2`);
    if (all.length > 40) faults.push(`${all.length} components`);
    const texts = all.filter(({ type }) => type === 10).reduce((sum, each) => sum + text(each['content']).length, 0);
    if (texts > 4000) faults.push(`${texts} characters of text`);
    if (components.length === 0) faults.push('no components');
  } else {
    if (all.some(({ type }) => v2Types.has(number(type)))) faults.push('components V2 without their flag');
    if (components.length > 5) faults.push(`${components.length} rows`);
    if (content.length > 2000) faults.push(`${content.length} characters of content`);
  }
  if (!within && (flags & ephemeral) !== 0) faults.push('ephemeral outside of an interaction');
  if (text(body['nonce']).length > 25) faults.push('nonce longer than 25');
  const mentions = body['allowed_mentions'];
  if (mentions === undefined || list(record(mentions)['parse']).length > 0) faults.push('mentions are not switched off');
  return [...faults, ...componentFaults(all)];
}

function componentFaults(all: readonly Json[]): string[] {
  const faults: string[] = [];
  const ids = all.flatMap(({ custom_id: id }) => (typeof id === 'string' ? [id] : []));
  if (new Set(ids).size !== ids.length) faults.push('custom_id twice');
  for (const each of all) {
    const id = each['custom_id'];
    if (id !== undefined && (text(id).length === 0 || text(id).length > 100)) faults.push(`custom_id of ${text(id).length}`);
    switch (each['type']) {
      case 1:
        if (list(each['components']).length > 5) faults.push('more than 5 in a row');
        if (list(each['components']).length === 0) faults.push('empty row');
        if (list(each['components']).length > 1 && list(each['components']).some((inner) => record(inner)['type'] !== 2))
          faults.push('a select beside others');
        break;
      case 2:
        if (text(each['label']).length > 80 || text(each['label']).trim() === '')
          faults.push(`button label '${text(each['label'])}'`);
        if ((each['custom_id'] === undefined) === (each['url'] === undefined))
          faults.push('button without one of custom_id and url');
        break;
      case 3: {
        const options = list(each['options']).map(record);
        if (options.length === 0 || options.length > 25) faults.push(`${options.length} options`);
        if (number(each['max_values']) > options.length) faults.push('max_values above the options');
        if (new Set(options.map(({ value }) => value)).size !== options.length) faults.push('option value twice');
        for (const { label, value } of options)
          if (text(label).length > 100 || text(value).length > 100 || text(label).trim() === '' || text(value) === '')
            faults.push(`option '${text(label)}'`);
        break;
      }
      case 10:
        if (text(each['content']).trim() === '') faults.push('empty text');
        break;
      default:
        break;
    }
  }
  return faults;
}

export function modalFaults(data: Json): string[] {
  const all = tree(data['components']);
  const faults = componentFaults(all.filter(({ type }) => type !== 1));
  if (text(data['title']).length > 45 || text(data['title']) === '') faults.push('title');
  if (list(data['components']).length === 0 || list(data['components']).length > 5) faults.push('fields of a modal');
  for (const each of all) {
    if (each['type'] !== 18) continue;
    if (text(each['label']).length > 45) faults.push(`label '${text(each['label'])}'`);
    if (text(each['description']).length > 100) faults.push(`description '${text(each['description'])}'`);
  }
  return faults;
}

const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const locales = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  ),
);

export function commandFaults(commands: readonly unknown[]): string[] {
  const read = commands.map(record);
  const faults = read.flatMap((command) => {
    const slash = (command['type'] ?? 1) === 1;
    return [
      ...nameFaults(command, slash),
      ...(slash ? optionFaults(list(command['options']).map(record)) : []),
      ...(sizeOf(command) > 8000 ? ['command too large'] : []),
    ];
  });
  const names = read.map(({ name, type }) => `${number(type)} ${text(name)}`);
  if (new Set(names).size !== names.length) faults.push('command name twice');
  return faults;
}

/** Names, descriptions and values together. */
function sizeOf(command: Json): number {
  const own = text(command['name']).length + text(command['description']).length;
  const options = list(command['options']).map(record);
  const choices = list(command['choices']).map(record);
  return (
    own +
    options.reduce((sum, option) => sum + sizeOf(option), 0) +
    choices.reduce((sum, { name, value }) => sum + text(name).length + text(value).length, 0)
  );
}

function nameFaults(value: Json, slash: boolean): string[] {
  const names = [value['name'], ...Object.values(record(value['name_localizations']))].map(text);
  const descriptions = [value['description'], ...Object.values(record(value['description_localizations']))].map(text);
  return [
    ...names
      .filter((name) => (slash ? !namePattern.test(name) || name !== name.toLowerCase() : name.length > 32))
      .map((name) => `name '${name}'`),
    ...(slash ? descriptions.filter((each) => each.length === 0 || each.length > 100).map((each) => `description '${each}'`) : []),
    ...[...Object.keys(record(value['name_localizations'])), ...Object.keys(record(value['description_localizations']))]
      .filter((locale) => !locales.has(locale))
      .map((locale) => `locale ${locale}`),
  ];
}

function optionFaults(options: readonly Json[]): string[] {
  const required = options.map(({ required: each }) => each === true);
  const faults = options.flatMap((option) => {
    const choices = list(option['choices']).map(record);
    return [
      ...nameFaults(option, true),
      ...(option['autocomplete'] === true && choices.length > 0 ? ['autocomplete with choices'] : []),
      ...(choices.length > 25 ? ['more than 25 choices'] : []),
      ...choices.flatMap(({ name, value }) =>
        text(name).length > 100 || text(value).length > 100 || text(name) === '' ? [`choice '${text(name)}'`] : [],
      ),
      ...optionFaults(list(option['options']).map(record)),
    ];
  });
  if (options.length > 25) faults.push('more than 25 options');
  if (required.includes(true) && required.lastIndexOf(true) > required.indexOf(false) && required.includes(false))
    faults.push('a required option after others');
  return faults;
}

/** Slack's limits, checked on what is really sent; written from the reference, apart from the product's own table. */
import { list, text, json, type Json } from './wire.ts';

const strings = (value: unknown, key: string): string[] => {
  if (Array.isArray(value)) return value.flatMap((each) => strings(each, key));
  const read = json.safeParse(value);
  if (!read.success || value === null || typeof value !== 'object') return [];
  return Object.entries(read.data).flatMap(([name, each]) =>
    name === key && typeof each === 'string' ? [each] : strings(each, key),
  );
};

/** What Slack would refuse or cut in the arguments of a call. */
export function faultsOf(method: string, args: Json): string[] {
  const faults: string[] = [];
  const most = (what: string, value: number, limit: number): void => {
    if (value > limit) faults.push(`${method}: ${what} ${value} > ${limit}`);
  };
  const view = json.safeParse(args['view']);
  const blocks = list(view.success ? view.data['blocks'] : args['blocks']);
  most('blocks', blocks.length, view.success ? 100 : 50);
  if (!view.success) {
    most('text', text(args['text']).length, 4000);
    most(
      'text of all blocks',
      strings(blocks, 'text').reduce((sum, each) => sum + each.length, 0),
      12_000,
    );
  } else {
    most('title', text(json.catch({}).parse(view.data['title'])['text']).length, 24);
    for (const key of ['submit', 'close']) most(key, text(json.catch({}).parse(view.data[key])['text']).length, 24);
    most('private_metadata', text(view.data['private_metadata']).length, 3000);
    if (view.data['type'] === 'modal' && blocks.some(({ type }) => type === 'input') && view.data['submit'] === undefined)
      faults.push(`${method}: a form without a submit button`);
  }
  const ids = blocks.map(({ block_id }) => block_id).filter((id) => id !== undefined);
  if (new Set(ids).size !== ids.length) faults.push(`${method}: two blocks of one id`);
  for (const block of blocks) faults.push(...blockFaults(method, block));
  const prompts = list(args['prompts']);
  most('prompts', prompts.length, 4);
  if (method === 'chat.postMessage' && blocks.length === 0 && text(args['text']) === '') faults.push(`${method}: nothing to say`);
  return faults;
}

function blockFaults(method: string, block: Json): string[] {
  const faults: string[] = [];
  const most = (what: string, value: number, limit: number): void => {
    if (value > limit) faults.push(`${method}: ${what} ${value} > ${limit}`);
  };
  const words = (value: unknown): string => text(json.catch({}).parse(value)['text']);
  const type = text(block['type']);
  most('block_id', text(block['block_id']).length, 255);
  const elements = list(block['elements']);
  switch (type) {
    case 'section':
      most('section', words(block['text']).length, 3000);
      if (words(block['text']) === '') faults.push(`${method}: an empty section`);
      break;
    case 'header':
      most('header', words(block['text']).length, 150);
      if (words(block['text']).trim() === '') faults.push(`${method}: an empty header`);
      break;
    case 'context':
      most('context elements', elements.length, 10);
      for (const element of elements) {
        most('context text', text(element['text']).length, 3000);
        if (text(element['text']) === '') faults.push(`${method}: an empty context element`);
      }
      break;
    case 'actions':
      most('actions elements', elements.length, 25);
      break;
    case 'rich_text':
      for (const each of strings(elements, 'text')) if (each === '') faults.push(`${method}: an empty text element`);
      if (elements.length === 0) faults.push(`${method}: an empty rich text`);
      break;
    case 'context_actions':
      most('context actions', elements.length, 5);
      break;
    case 'input':
      most('label', words(block['label']).length, 2000);
      most('hint', words(block['hint']).length, 2000);
      break;
    case 'divider':
      break;
    default:
      faults.push(`${method}: a block of type ${type}`);
  }
  if (type === 'actions' || type === 'context' || type === 'context_actions')
    if (elements.length === 0) faults.push(`${method}: ${type} without elements`);
  const interactive = type === 'input' ? [json.catch({}).parse(block['element'])] : type === 'actions' ? elements : [];
  const actionIds = interactive.map(({ action_id }) => action_id);
  if (new Set(actionIds).size !== actionIds.length) faults.push(`${method}: two elements of one id in a block`);
  for (const element of interactive) {
    most('action_id', text(element['action_id']).length, 255);
    if (text(element['action_id']) === '') faults.push(`${method}: an element without id`);
    if (element['type'] === 'button') {
      most('button', words(element['text']).length, 75);
      most('value', text(element['value']).length, 2000);
      if (words(element['text']) === '') faults.push(`${method}: a button without words`);
    }
    const options = list(element['options']);
    if (element['options'] !== undefined && options.length === 0) faults.push(`${method}: a select without options`);
    most('options', options.length, element['type'] === 'checkboxes' ? 10 : 100);
    for (const option of options) {
      most('option', words(option['text']).length, 75);
      most('option value', text(option['value']).length, 150);
      if (text(option['value']) === '' || words(option['text']) === '') faults.push(`${method}: an empty option`);
    }
    most('placeholder', words(element['placeholder']).length, 150);
    const confirm = json.catch({}).parse(element['confirm']);
    most('confirm title', words(confirm['title']).length, 100);
    most('confirm text', words(confirm['text']).length, 300);
    most('confirm button', Math.max(words(confirm['confirm']).length, words(confirm['deny']).length), 30);
  }
  return faults;
}

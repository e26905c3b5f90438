/** `policy-data/` → PolicyBook. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { ConditionData, ExceptionData, Fact, Parameter, Pathway, PolicyBook, Region } from './book.ts';
import { canonicalJson } from './canonical.ts';
import { crossCheck } from './cross-check.ts';
import { readDataFile, type DataFile } from './data-file.ts';
import type { DataPath } from './yaml-places.ts';
import { PolicyError, type Problem } from './problem.ts';
import {
  casesFile,
  conceptsFile,
  conditionsFile,
  decisionsFile,
  factsFile,
  faqFile,
  glossaryFile,
  laddersFile,
  parametersFile,
  pathwaysFile,
  policyFile,
  provisionsFile,
  regionFile,
  sourcesFile,
} from './schema.ts';

/** Where an item of the book is written, for messages. */
export interface Place {
  readonly file: string;
  readonly lineOf: (path: DataPath) => number;
}
export type Places = ReadonlyMap<object, Place>;

class Reader {
  readonly problems: Problem[] = [];
  readonly places = new Map<object, Place>();
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  one<T>(name: string, schema: z.ZodType<T>): DataFile<T> {
    const file = readDataFile(this.folder, name, schema);
    this.problems.push(...file.problems);
    if (typeof file.value === 'object' && file.value !== null) this.places.set(file.value, { file: name, lineOf: file.lineOf });
    return file;
  }

  /** A file that is a list, or every list file of a folder in order of names. */
  list<T extends object>(name: string, schema: z.ZodType<T[]>): T[] {
    return this.names(name).flatMap((each) => {
      const file = this.one(each, schema);
      const items = file.value ?? [];
      items.forEach((item, index) => this.places.set(item, { file: each, lineOf: (path) => file.lineOf([index, ...path]) }));
      return items;
    });
  }

  /** Notes that a part of an item stands at `path` in it. */
  part(part: object, of: object, path: DataPath): void {
    const place = this.places.get(of);
    if (place) this.places.set(part, { file: place.file, lineOf: (rest) => place.lineOf([...path, ...rest]) });
  }

  /** Notes that an item made from another stands where that one does. */
  same(made: object, from: object): void {
    const place = this.places.get(from);
    if (place) this.places.set(made, place);
  }

  names(name: string): string[] {
    if (name.endsWith('.yaml')) return [name];
    const folder = join(this.folder, name);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .toSorted()
      .map((file) => `${name}/${file}`);
  }
}

/** Reads everything, collecting every fault; `book` is undefined when the files themselves can't be read as what they should be. */
export function readPolicy(folder: string): { book: PolicyBook | undefined; problems: readonly Problem[] } {
  const reader = new Reader(folder);
  const policy = reader.one('policy.yaml', policyFile).value;
  const ladders = reader.one('ladders.yaml', laddersFile).value;
  const glossary = reader.one('glossary.yaml', glossaryFile).value;
  const parameterData = reader.one('parameters.yaml', parametersFile).value;
  const sources = reader.list('sources.yaml', sourcesFile);
  const decisions = reader.list('decisions.yaml', decisionsFile);
  const conditions = reader.list('conditions.yaml', conditionsFile);
  const facts = reader.list('facts.yaml', factsFile);
  const concepts = reader.list('concepts.yaml', conceptsFile);
  const provisions = reader.list('provisions', provisionsFile);
  const pathwayData = reader.list('pathways', pathwaysFile);
  const faq = reader.list('faq', faqFile);
  const cases = reader.list('cases', casesFile);
  const regions = reader.names('regions').flatMap((name) => reader.one(name, regionFile).value ?? []);
  if (!policy || !ladders || !glossary || !parameterData || reader.problems.length > 0)
    return { book: undefined, problems: reader.problems };

  const place = (of: object, path: DataPath): Pick<Problem, 'file' | 'line'> => {
    const found = reader.places.get(of);
    return { file: found?.file ?? '', line: found?.lineOf(path) ?? 1 };
  };
  const index = <T extends { readonly id: string }>(items: readonly T[], what: string): Map<string, T> => {
    const found = new Map<string, T>();
    for (const item of items) {
      if (found.has(item.id))
        reader.problems.push({
          ...place(item, ['id']),
          message: `the ${what} '${item.id}' is defined twice`,
          remedy: 'Give one of them another id',
        });
      found.set(item.id, item);
    }
    return found;
  };

  const shared = index(conditions, 'condition');
  const usedConditions = new Set<string>();
  const pathways = pathwayData
    .toSorted((one, other) => one.order - other.order)
    .map((data): Pathway => {
      const own = data.conditions.flatMap((item, at): ConditionData[] => {
        if (!('use' in item)) {
          reader.part(item, data, ['conditions', at]);
          return [item];
        }
        usedConditions.add(item.use);
        const found = shared.get(item.use);
        if (found) return [found];
        const known = [...shared.keys()].join(', ');
        reader.problems.push({
          ...place(data, ['conditions', at]),
          message: `no shared condition '${item.use}'`,
          remedy: `Use one of ${known}`,
        });
        return [];
      });
      const pathway = { ...data, conditions: own.map((each) => withRegions(data.id, each, regions, reader)) };
      reader.same(pathway, data);
      return pathway;
    });
  for (const condition of conditions) {
    if (!usedConditions.has(condition.id))
      reader.problems.push({
        ...place(condition, []),
        message: `no pathway uses the condition '${condition.id}'`,
        remedy: 'Remove it, or name it under a pathway with use',
      });
  }

  const book: PolicyBook = {
    policy,
    digest: digestOf({
      policy,
      ladders,
      glossary,
      parameterData,
      sources,
      decisions,
      conditions,
      facts,
      concepts,
      provisions,
      pathwayData,
      faq,
      regions,
    }),
    sources: index(sources, 'source'),
    decisions: index(decisions, 'decision'),
    provisions: index(provisions, 'provision'),
    ladders,
    facts: index(
      facts.map((fact) => withProvinces(fact, regions, reader)),
      'fact',
    ),
    pathways: index(pathways, 'pathway'),
    parameters: index(
      parameterData.parameters.map((parameter, at) => {
        reader.part(parameter, parameterData, ['parameters', at]);
        return parameterWithRegions(parameter, regions, reader);
      }),
      'parameter',
    ),
    regions: index(regions, 'region'),
    glossary,
    concepts: [...index(concepts, 'concept').values()],
    faq: index(faq, 'question'),
    cases,
    places: new Map(
      [...conditions, ...pathways.flatMap((pathway) => [...pathway.conditions, pathway])].map(
        (item) => [item.id, place(item, ['id'])] as const,
      ),
    ),
  };
  reader.problems.push(...crossCheck(book, reader.places));
  return { book, problems: reader.problems };
}

/** Reads `policy-data/`. Throws a PolicyError that lists every fault. */
export function loadPolicy(folder: string): PolicyBook {
  const { book, problems } = readPolicy(folder);
  if (!book || problems.length > 0) throw new PolicyError(problems);
  return book;
}

const inRegion = (region: Region): { fact: string; is: string } => ({ fact: 'region', is: region.id });

function withRegions(pathway: string, condition: ConditionData, regions: readonly Region[], reader: Reader): ConditionData {
  condition.exceptions.forEach((exception, at) => reader.part(exception, condition, ['exceptions', at]));
  const regional = regions.flatMap((region) =>
    region.exceptions.flatMap((each, at): ExceptionData[] => {
      if (each.pathway !== pathway || each.condition !== condition.id) return [];
      const { priority, when, holds, cites, label } = each;
      const exception = { priority, when: { all: [inRegion(region), when] }, holds, cites, label };
      reader.part(exception, region, ['exceptions', at]);
      return [exception];
    }),
  );
  if (regional.length === 0) return condition;
  const exceptions = [...condition.exceptions, ...regional].toSorted((one, other) => other.priority - one.priority);
  const laidOver = { ...condition, exceptions };
  reader.same(laidOver, condition);
  return laidOver;
}

function parameterWithRegions(parameter: Parameter, regions: readonly Region[], reader: Reader): Parameter {
  parameter.rows.forEach((row, at) => reader.part(row, parameter, ['rows', at]));
  const regional = regions.flatMap((region) =>
    region.parameters.flatMap((each, at) => {
      if (each.parameter !== parameter.id) return [];
      const row = { when: { all: [inRegion(region), each.when] }, years: each.years, cites: each.cites };
      reader.part(row, region, ['parameters', at]);
      return [row];
    }),
  );
  const laidOver = { ...parameter, rows: [...regional, ...parameter.rows] };
  reader.same(laidOver, parameter);
  return laidOver;
}

function withProvinces(fact: Fact, regions: readonly Region[], reader: Reader): Fact {
  if (fact.id !== 'region') return fact;
  const provinces = regions.map(({ id, label, synonyms }) => ({ value: id, label, synonyms, cues: [] }));
  const last = fact.choices.filter((choice) => choice.value === 'other');
  const filled = { ...fact, choices: [...fact.choices.filter((choice) => choice.value !== 'other'), ...provinces, ...last] };
  reader.same(filled, fact);
  return filled;
}

/** SHA-256 (hex) over what the files mean: comments, order of keys and spacing change nothing. */
const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

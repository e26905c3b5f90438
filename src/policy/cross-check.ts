/** Checks across the files: every name that is used exists, has the right kind, and nothing is defined and unused. */
import type { PolicyBook } from './book.ts';
import { expressionNames, expressionFaults } from './expression.ts';
import type { Places } from './load.ts';
import type { Problem } from './problem.ts';
import type { ConditionExpression } from './schema.ts';
import type { DataPath } from './yaml-places.ts';

/** A word that answers a question without saying what is so. */
const verdictOpening = {
  en: /^(?:(?:yes|no|not necessarily|maybe) ?[,.:;—–]|it depends\b)/i,
  zh: /^(?:是的?|不是|对|不对|会|不会|能|不能|可以|不可以|行|不行|要|不要|不用|需要|不需要|不必|不一定|算|不算|有|没有|包括|不包括|看情况)(?=[，。：；、！])/u,
} as const;

export function crossCheck(book: PolicyBook, places: Places): Problem[] {
  const problems: Problem[] = [];
  const used = {
    provisions: new Set<string>(),
    sources: new Set<string>(),
    facts: new Set<string>(),
    decisions: new Set<string>(),
    parameters: new Set<string>(),
  };

  const report = (of: object, path: DataPath, message: string, remedy: string): void => {
    const place = places.get(of);
    problems.push({ file: place?.file ?? 'policy-data', line: place?.lineOf(path) ?? 1, message, remedy });
  };
  const cites = (of: object, path: DataPath, ids: readonly string[]): void => {
    ids.forEach((id, at) => {
      used.provisions.add(id);
      if (!book.provisions.has(id)) report(of, [...path, at], `no provision '${id}'`, 'Cite an id that stands in provisions/');
    });
  };
  const expression = (of: object, path: DataPath, value: ConditionExpression): void => {
    const names = expressionNames(value);
    for (const [kind, ids] of Object.entries(names)) {
      if (kind === 'facts' || kind === 'decisions' || kind === 'parameters') for (const id of ids) used[kind].add(id);
    }
    for (const fault of expressionFaults(value, book)) report(of, path, fault.message, fault.remedy);
  };

  for (const provision of book.provisions.values()) {
    used.sources.add(provision.source);
    if (!book.sources.has(provision.source))
      report(provision, ['source'], `no source '${provision.source}'`, 'Name an id of sources.yaml');
  }
  for (const fact of book.facts.values()) {
    for (const fault of factFaults(fact, book)) report(fact, fault.path, fault.message, fault.remedy);
  }
  const seenConditions = new Set<object>();
  for (const pathway of book.pathways.values()) {
    cites(pathway, ['cites'], pathway.cites);
    for (const condition of pathway.conditions) {
      if (seenConditions.has(condition)) continue;
      seenConditions.add(condition);
      cites(condition, ['cites'], condition.cites);
      expression(condition, ['holds'], condition.holds);
      for (const exception of condition.exceptions) {
        cites(exception, ['cites'], exception.cites);
        expression(exception, ['when'], exception.when);
        expression(exception, ['holds'], exception.holds);
      }
    }
  }
  for (const parameter of book.parameters.values()) {
    for (const row of parameter.rows) {
      cites(row, ['cites'], row.cites);
      expression(row, ['when'], row.when);
    }
    used.decisions.add(parameter.otherwise.decision);
    if (!book.decisions.has(parameter.otherwise.decision))
      report(parameter, ['otherwise'], `no decision '${parameter.otherwise.decision}'`, 'Name an id of decisions.yaml');
    cites(parameter, ['otherwise', 'cites'], parameter.otherwise.cites);
  }
  for (const region of book.regions.values()) {
    if (!book.sources.has(region.source)) report(region, ['source'], `no source '${region.source}'`, 'Name an id of sources.yaml');
    region.exceptions.forEach((each, at) => {
      const pathway = book.pathways.get(each.pathway);
      if (!pathway?.conditions.some((condition) => condition.id === each.condition))
        report(
          region,
          ['exceptions', at],
          `no condition '${each.condition}' on a pathway '${each.pathway}'`,
          'Name a condition that the pathway has',
        );
    });
    region.parameters.forEach((each, at) => {
      if (!book.parameters.has(each.parameter))
        report(region, ['parameters', at], `no parameter '${each.parameter}'`, 'Name an id of parameters.yaml');
    });
  }
  book.ladders.series.forEach((series, at) => {
    if (!book.facts.get('field')?.choices.some((choice) => choice.value === series.field))
      report(
        book.ladders,
        ['series', at, 'field'],
        `'${series.field}' is no value of the fact 'field'`,
        'Use a value of facts.yaml',
      );
    for (const level of Object.keys(series.titles)) {
      if (!book.ladders.title.some((each) => each.id === level))
        report(book.ladders, ['series', at, 'titles', level], `no title level '${level}'`, 'Use a level of the title ladder');
    }
  });
  for (const pair of book.ladders.correspondence) {
    if (!book.ladders.skill.some((each) => each.id === pair.skill) || !book.ladders.title.some((each) => each.id === pair.title))
      report(
        book.ladders,
        ['correspondence'],
        `no such pair of levels '${pair.skill}' and '${pair.title}'`,
        'Use levels of the two ladders',
      );
  }

  const covered = new Set<string>();
  const askedBy = new Map<string, string>();
  for (const entry of book.faq.values()) {
    cites(entry, ['cites'], entry.cites);
    entry.cites.forEach((id) => covered.add(id));
    entry.related.forEach((id, at) => {
      if (!book.faq.has(id) || id === entry.id)
        report(entry, ['related', at], `no other question '${id}'`, 'Relate it to an id that stands in faq/');
    });
    if (entry.check !== undefined && !book.pathways.has(entry.check))
      report(entry, ['check'], `no pathway '${entry.check}'`, 'Name an id of pathways/');
    for (const language of ['en', 'zh'] as const) {
      if (verdictOpening[language].test(entry.answer[language].trim()))
        report(
          entry,
          ['answer', language],
          'the answer opens with a yes, a no or a maybe, which is right for some ways of asking only',
          'Open with what is so: "A diploma is not required", for "is it required" and "can I do without" alike',
        );
    }
    for (const text of [...entry.asked.en, ...entry.asked.zh]) {
      const before = askedBy.get(text);
      if (before !== undefined)
        report(entry, ['asked'], `'${text}' is also a way of asking '${before}'`, 'Keep it under the entry that answers it better');
      askedBy.set(text, entry.id);
    }
  }
  book.glossary.terms.forEach((term, at) => cites(book.glossary, ['terms', at, 'cites'], term.cites));
  book.glossary.ambiguous.forEach((word, at) => {
    word.readings.forEach((reading, index) => {
      used.facts.add(reading.fact);
      const values = book.facts.get(reading.fact)?.choices.map((choice) => choice.value) ?? [];
      if (!values.includes(reading.value))
        report(
          book.glossary,
          ['ambiguous', at, 'readings', index],
          `'${reading.value}' is no value of '${reading.fact}'`,
          'Use a value of facts.yaml',
        );
    });
    if (word.readings.length + word.otherReadings.length < 2)
      report(book.glossary, ['ambiguous', at], `'${word.id}' has a single reading`, 'Make it a synonym instead');
  });

  for (const provision of book.provisions.values()) {
    if (!covered.has(provision.id))
      report(provision, ['id'], `no question-and-answer entry cites '${provision.id}'`, 'Add one to faq/');
  }
  const unused: [string, ReadonlyMap<string, object>, ReadonlySet<string>][] = [
    ['source', book.sources, used.sources],
    ['decision', book.decisions, used.decisions],
    ['parameter', book.parameters, used.parameters],
  ];
  for (const [what, all, found] of unused) {
    for (const [id, item] of all)
      if (!found.has(id)) report(item, ['id'], `nothing uses the ${what} '${id}'`, 'Remove it, or use it');
  }
  for (const fact of book.facts.values()) {
    const free = fact.informative || fact.default !== undefined;
    if (!free && !used.facts.has(fact.id))
      report(fact, ['id'], `no condition asks for the fact '${fact.id}'`, 'Use it, or mark it informative');
  }
  return problems;
}

type FactOfBook = PolicyBook['facts'] extends ReadonlyMap<string, infer F> ? F : never;

function factFaults(fact: FactOfBook, book: PolicyBook): { path: DataPath; message: string; remedy: string }[] {
  const faults: { path: DataPath; message: string; remedy: string }[] = [];
  const values = fact.choices.map((choice) => choice.value);
  const add = (path: DataPath, message: string, remedy: string): void =>
    void faults.push({ path, message: `'${fact.id}': ${message}`, remedy });
  if (new Set(values).size !== values.length) add(['choices'], 'a value is listed twice', 'List each value once');
  switch (fact.type) {
    case 'level': {
      const levels = (fact.ladder ? book.ladders[fact.ladder] : []).map((level) => level.id);
      if (!fact.ladder) add(['ladder'], 'a level needs its ladder', 'Add ladder: skill or ladder: title');
      else if (values.join() !== levels.join())
        add(['choices'], `the choices are not the ladder's levels in order (${levels.join(', ')})`, 'List exactly those');
      break;
    }
    case 'boolean':
      if (values.join() !== 'true,false')
        add(['choices'], 'the choices are not true and false', 'List "true" and "false", in this order');
      break;
    case 'date':
      if (values.length > 0) add(['choices'], 'a date has no choices', 'Remove them');
      if (!fact.informative && fact.meanYears === undefined) add([], 'a date needs meanYears', 'Add the mean number of years');
      if (fact.heldFrom) {
        const held = book.facts.get(fact.heldFrom.fact);
        if (!held?.choices.some((choice) => choice.value === fact.heldFrom?.level))
          add(
            ['heldFrom'],
            `no level '${fact.heldFrom.level}' of '${fact.heldFrom.fact}'`,
            'Name a level fact and one of its levels',
          );
      }
      break;
    case 'choice':
    case 'set':
      if (values.length === 0) add(['choices'], 'it has no choices', 'List its values');
      break;
  }
  if (fact.type !== 'boolean' && fact.about.length > 0)
    add(['about'], "only yes-or-no facts are stated in words of one's own", 'Remove about, or list the words as synonyms or cues');
  if (fact.default !== undefined && !values.includes(fact.default))
    add(['default'], `no value '${fact.default}'`, 'Name one of its values');
  if (fact.type !== 'date' && fact.default === undefined && !fact.informative) {
    const weighed = fact.type === 'set' ? ['none', ...values] : values;
    const missing = weighed.filter((value) => fact.distribution?.[value] === undefined);
    if (missing.length > 0) add(['distribution'], `no weight for ${missing.join(', ')}`, 'Add how usual each value is');
  }
  return faults;
}

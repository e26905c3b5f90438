/**
 * The formats of `policy-data/`, one zod schema a file kind. Types are inferred from them; nothing else defines the data.
 * A name in single quotes in an error message is always the name that stands in the file.
 */
import { z } from 'zod';

const id = z.string().regex(/^[a-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/, 'expected a name such as title-review or skillLevel');
const words = z.string().trim().min(1, 'expected some words');

/** The same text in English and in Simplified Chinese. */
export const bilingual = z.strictObject({ en: words, zh: words });
export type Bilingual = z.infer<typeof bilingual>;

/** Other ways of saying one thing, by language; matched in normal form (see `src/text/normal-form.ts`). */
export const synonyms = z.strictObject({ en: z.array(words).default([]), zh: z.array(words).default([]) });
export type Synonyms = z.infer<typeof synonyms>;

/** Value of a fact as credentials hold it: a level or choice, a boolean, a set's members, a (partial) date, or `dontKnow`. */
export const factValue = z.union([z.boolean(), z.array(z.string()), z.string()]);
export type FactValue = z.infer<typeof factValue>;

/** `policy.yaml` */
export const policyFile = z.strictObject({
  /** Version of the book, year.month.revision. */
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'expected a version such as 2026.11.0'),
  name: bilingual,
  /** IANA time zone in which "today" is meant. */
  timeZone: words,
  /** Where a person can be asked, shown whenever the assistant can't answer. */
  contact: bilingual,
  /** Words that no written answer may have: promises, and verdicts on the reader, which only the evaluator gives. */
  neverSaid: synonyms,
});

/** `sources.yaml`: the documents that provisions come from. */
export const sourcesFile = z.array(
  z.strictObject({
    id,
    name: bilingual,
    trust: z.enum(['national', 'provincial', 'indicative']),
    /** How the source is named beside a statement that rests on it; absent on the base document, which needs no naming. */
    note: bilingual.optional(),
  }),
);

/** `decisions.yaml`: what a named authority decides, in place of the worker's facts. */
export const decisionsFile = z.array(
  z.strictObject({ id, label: bilingual, /** Who decides. */ authority: bilingual, /** What they decide. */ matter: bilingual }),
);

/** `provisions/*.yaml`: lists of citable statements. */
export const provisionsFile = z.array(
  z.strictObject({
    id,
    source: id,
    kind: z.enum([
      'aim',
      'principle',
      'field',
      'entry',
      'merit',
      'green-channel',
      'method',
      'skill',
      'use',
      'years',
      'equivalence',
      'levels',
    ]),
    label: bilingual,
    statement: bilingual,
    /** Official Chinese terms that the statement turns on. */
    terms: z.array(words).default([]),
    tags: z.array(id).default([]),
    /** A common misreading put right. */
    misreading: bilingual.optional(),
  }),
);

const level = z.strictObject({ id, label: bilingual, synonyms });

/** `ladders.yaml`: both ladders low to high, the titles' names per series, and how the ladders correspond. */
export const laddersFile = z.strictObject({
  skill: z.array(level),
  title: z.array(level),
  series: z.array(
    z.strictObject({
      /** A value of the fact `field`. */
      field: id,
      label: bilingual,
      /** By title level: every name of that title in this series, the usual name first. */
      titles: z.record(id, synonyms),
    }),
  ),
  correspondence: z.array(z.strictObject({ skill: id, title: id })),
});

/** A row of words: a clause has it when it has a word of every group and none of `without`. */
const cues = z
  .array(
    z.strictObject({
      groups: z.array(z.array(words).min(1)).min(1),
      without: z.array(words).default([]),
      /** The words name several facts' matter: they state this one where the pathway that is sought rests on it. */
      sought: z.boolean().default(false),
    }),
  )
  .default([]);

/** `cues`: the value is stated by a clause that has one of the rows and denies nothing. */
const choice = z.strictObject({
  value: id,
  label: bilingual,
  synonyms: synonyms.optional(),
  /** Words that state the value where they are a clause of their own: "senior technician, appointed". */
  alone: synonyms.optional(),
  cues,
});

/** `facts.yaml`: what may be known about a worker or an employer, in the order of reports. */
export const factsFile = z.array(
  z.strictObject({
    id,
    type: z.enum(['level', 'choice', 'boolean', 'set', 'date']),
    /** `level` only: which ladder. */
    ladder: z.enum(['skill', 'title']).optional(),
    subject: z.enum(['worker', 'employer', 'any']),
    label: bilingual,
    question: bilingual,
    help: bilingual,
    /** Every value with its label; for `boolean`: true and false; for `date`: none; for `region`: filled from `regions/`. */
    choices: z.array(choice).default([]),
    /** Other names of the fact itself, as in "my <name> is wrong". */
    synonyms: synonyms.optional(),
    /** `boolean` only: the fact is stated by a clause that has one of the rows; denied where the clause denies. */
    /** What is wanted, not held: who says that he is an economist names no exam that he is after. */
    wanted: z.boolean().default(false),
    /** Asks for what is so now: what was so and is over is not so. */
    lasting: z.boolean().default(false),
    cues,
    /** Words of which a sentence that says it in its own way has one; without them the first words of the cues. */
    about: z.array(z.string().min(1)).default([]),
    /** Value of an absent fact that is never asked. */
    default: id.optional(),
    /** `date` only: the level of a level fact from which the date counts. */
    heldFrom: z.strictObject({ fact: id, level: id }).optional(),
    /** True for a fact that no condition uses. */
    informative: z.boolean().default(false),
    /** How usual each value is among workers who ask (weights, any sum); the next question is chosen over it. */
    distribution: z.record(z.string(), z.number().positive()).optional(),
    /** `date` only: mean number of years that workers who ask have held it. */
    meanYears: z.number().positive().optional(),
  }),
);

const years = z.number().int().min(0).max(60);

/** What must hold. Exactly one form; `all`, `any`, `not`, `atLeast … of` nest. */
export type ConditionExpression =
  | { readonly all: readonly ConditionExpression[] }
  | { readonly any: readonly ConditionExpression[] }
  | { readonly not: ConditionExpression }
  /** At least k of the listed conditions. */
  | { readonly count: number; readonly of: readonly ConditionExpression[] }
  /** A boolean fact, or a value of a choice fact. */
  | { readonly fact: string; readonly is: string | boolean }
  | { readonly fact: string; readonly in: readonly string[] }
  /** Ordered scales: level ≥ atLeast; level < below. */
  | { readonly fact: string; readonly atLeast: string }
  | { readonly fact: string; readonly below: string }
  /** Set facts: holds at least `count` (default 1) of the listed members. */
  | { readonly fact: string; readonly includes: readonly string[]; readonly count?: number | undefined }
  /** Full years (满N年) from the date fact to the as-of date, inclusive: a number, or a parameter by field and region. */
  | { readonly fact: string; readonly fullYears: number }
  | { readonly fact: string; readonly fullYears: { readonly parameter: string } }
  | { readonly decision: string };

export const conditionExpression: z.ZodType<ConditionExpression> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionExpression).min(1) }),
    z.strictObject({ any: z.array(conditionExpression).min(1) }),
    z.strictObject({ not: conditionExpression }),
    z.strictObject({ count: z.number().int().positive(), of: z.array(conditionExpression).min(1) }),
    z.strictObject({ fact: id, is: z.union([id, z.boolean()]) }),
    z.strictObject({ fact: id, in: z.array(id).min(1) }),
    z.strictObject({ fact: id, atLeast: id }),
    z.strictObject({ fact: id, below: id }),
    z.strictObject({ fact: id, includes: z.array(id).min(1), count: z.number().int().positive().optional() }),
    z.strictObject({ fact: id, fullYears: years }),
    z.strictObject({ fact: id, fullYears: z.strictObject({ parameter: id }) }),
    z.strictObject({ decision: id }),
  ]),
);

const exception = z.strictObject({
  /** The higher number goes first; two of the same priority may not both apply. */
  priority: z.number().int(),
  when: conditionExpression,
  /** Stands in place of the condition where `when` holds. */
  holds: conditionExpression,
  cites: z.array(id).min(1),
  label: bilingual,
});

const condition = z.strictObject({
  id,
  label: bilingual,
  holds: conditionExpression,
  cites: z.array(id).min(1),
  /** Said when the condition is unmet, in place of the plain wording. */
  whenUnmet: bilingual.optional(),
  exceptions: z.array(exception).default([]),
});

/** `pathways/*.yaml`: lists of what one may apply for, in the order of reports. */
export const pathwaysFile = z.array(
  z.strictObject({
    id,
    /** Place in a report, 1 first. */
    order: z.number().int().positive(),
    subject: z.enum(['worker', 'employer']),
    label: bilingual,
    /** One sentence: what "eligible" lets one do, always "may apply", never a promise. */
    grants: bilingual,
    conditions: z.array(z.union([z.strictObject({ use: id }), condition])),
    cites: z.array(id).min(1),
    documents: z.array(bilingual),
    nextSteps: z.array(bilingual),
    /** How the provision is read beyond its letter, for whoever asks why. */
    reading: bilingual.optional(),
    /** The level that one has afterwards: who seeks it means this pathway, or another that leads to the same level. */
    seeks: z.strictObject({ fact: id, value: id }).optional(),
    /** What one says who wants this, as in "can I become an engineer". */
    synonyms: synonyms.optional(),
    /** Wants worded in other ways: a clause that has one of the rows is after this pathway. */
    cues,
  }),
);

/** `conditions.yaml`: conditions that several pathways share, named by `use`. */
export const conditionsFile = z.array(condition);

/** `parameters.yaml`: figures by field and region; the first row that fits is taken. */
export const parametersFile = z.strictObject({
  parameters: z.array(
    z.strictObject({
      id,
      label: bilingual,
      rows: z.array(z.strictObject({ when: conditionExpression, years, cites: z.array(id).min(1) })),
      otherwise: z.strictObject({ decision: id, cites: z.array(id).min(1) }),
    }),
  ),
});

/** `regions/*.yaml`: one province each, laid over the national rules. Its rules apply where the fact `region` is its id. */
export const regionFile = z.strictObject({
  id,
  label: bilingual,
  synonyms,
  source: id,
  parameters: z.array(z.strictObject({ parameter: id, when: conditionExpression, years, cites: z.array(id).min(1) })).default([]),
  exceptions: z.array(exception.extend({ pathway: id, condition: id })).default([]),
});

/** `glossary.yaml` */
export const glossaryFile = z.strictObject({
  /** Terms explained. */
  terms: z.array(z.strictObject({ id, names: synonyms, meaning: bilingual, cites: z.array(id).default([]) })),
  /** Words with several readings, which must be asked about and never guessed. */
  ambiguous: z.array(
    z.strictObject({
      id,
      /** The words that are ambiguous when nothing beside them settles the reading. */
      words: synonyms,
      /** Where given, the words are ambiguous only with one of these elsewhere in the message, and then whatever they else mean. */
      context: synonyms.optional(),
      question: bilingual,
      readings: z.array(z.strictObject({ fact: id, value: id, label: bilingual })),
      /** Further readings that state no fact ("a job, no certificate"). */
      otherReadings: z.array(z.strictObject({ id, label: bilingual })).default([]),
    }),
  ),
});

/** `concepts.yaml`: words that people use for one thing. They help to find what a question is about, and state nothing. */
export const conceptsFile = z.array(z.strictObject({ id, ...synonyms.shape }));

/** `faq/*.yaml`: questions with their answers. */
export const faqFile = z.array(
  z.strictObject({
    id,
    /** The question as it is offered to a reader. */
    question: bilingual,
    /** Ways of asking it. */
    asked: z.strictObject({ en: z.array(words).min(1), zh: z.array(words).min(1) }),
    /** The answer first, as a statement that is right for every way of asking; then why. */
    answer: bilingual,
    /** Provisions that the answer rests on, the best first. */
    cites: z.array(id).min(1),
    related: z.array(id).default([]),
    /** A pathway that the assistant can check for the asker. */
    check: id.optional(),
  }),
);

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day such as 2026-11-22');
const status = z.enum(['eligible', 'ineligible', 'undetermined', 'conditional']);

/** `cases/*.yaml`: worked examples with their verdicts; `policy test` runs them. */
export const casesFile = z.array(
  z.strictObject({
    name: words,
    asOf: date,
    credentials: z.record(z.string(), z.unknown()),
    /** By pathway; pathways that are not named are not checked. */
    expect: z.record(
      id,
      z.strictObject({
        status,
        missing: z.array(id).optional(),
        decisions: z.array(id).optional(),
        from: date.nullable().optional(),
      }),
    ),
  }),
);

export type Status = z.infer<typeof status>;

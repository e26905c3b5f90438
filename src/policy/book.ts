/** The policy as one immutable value: everything under `policy-data/`, read, checked and indexed. */
import type { z } from 'zod';
import type {
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

type DeepReadonly<T> = T extends (infer U)[]
  ? readonly DeepReadonly<U>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;
type Item<T extends z.ZodType> = z.infer<T> extends (infer U)[] ? DeepReadonly<U> : never;

export type Policy = DeepReadonly<z.infer<typeof policyFile>>;
export type Source = Item<typeof sourcesFile>;
export type Decision = Item<typeof decisionsFile>;
export type Provision = Item<typeof provisionsFile>;
export type Ladders = DeepReadonly<z.infer<typeof laddersFile>>;
export type Fact = Item<typeof factsFile>;
export type PathwayData = Item<typeof pathwaysFile>;
export type ConditionData = Item<typeof conditionsFile>;
export type ExceptionData = ConditionData['exceptions'][number];
export type Parameter = DeepReadonly<z.infer<typeof parametersFile>>['parameters'][number];
export type Region = DeepReadonly<z.infer<typeof regionFile>>;
export type Glossary = DeepReadonly<z.infer<typeof glossaryFile>>;
export type Concept = Item<typeof conceptsFile>;
export type FaqEntry = Item<typeof faqFile>;
export type WorkedCase = Item<typeof casesFile>;

/** A pathway with its shared conditions filled in and the regions' exceptions laid over them. */
export type Pathway = Omit<PathwayData, 'conditions'> & { readonly conditions: readonly ConditionData[] };

export interface PolicyBook {
  readonly policy: Policy;
  /** SHA-256 (hex) over the meaning of every file that can change a verdict or an answer. */
  readonly digest: string;
  readonly sources: ReadonlyMap<string, Source>;
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly provisions: ReadonlyMap<string, Provision>;
  readonly ladders: Ladders;
  /** In the order of reports; the choices of `region` include the loaded provinces. */
  readonly facts: ReadonlyMap<string, Fact>;
  /** In the order of reports. */
  readonly pathways: ReadonlyMap<string, Pathway>;
  /** Regional rows first, each bound to its region. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly regions: ReadonlyMap<string, Region>;
  readonly glossary: Glossary;
  readonly concepts: readonly Concept[];
  readonly faq: ReadonlyMap<string, FaqEntry>;
  readonly cases: readonly WorkedCase[];
  /** Where each pathway and condition is written, by id, for messages. */
  readonly places: ReadonlyMap<string, { readonly file: string; readonly line: number }>;
}
